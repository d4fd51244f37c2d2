/**
 * How the program is bundled, for the page and for Node alike: constants stand where they are used, and what else is at
 * the top of a module stays constant. V8 compiles the engine a tenth faster so; see bench/engine.ts.
 */
export const rolldownOptions = {
  output: { topLevelVar: false },
  optimization: { inlineConst: { mode: 'all', pass: 3 } },
};
