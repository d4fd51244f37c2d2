interface Part {
  readonly name: string;
  readonly format: string;
}

/** Number of files that parts are from: one file may hold several things, and several files may have one name. */
export const countFiles = (parts: readonly Part[]): number =>
  parts.filter(
    ({ name, format }, i) => !parts.slice(0, i).some((other) => other.name === name && other.format !== format),
  ).length;
