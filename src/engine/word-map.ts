const UNKNOWN = -1;

/** A function from words to words, computed once a word. */
export class WordMap {
  readonly #compute: (word: number) => number;
  #known = new Int32Array(256).fill(UNKNOWN);

  constructor(compute: (word: number) => number) {
    this.#compute = compute;
  }

  get(word: number): number {
    const known = this.#known[word];
    return known >= 0 ? known : this.#learn(word);
  }

  #learn(word: number): number {
    const value = this.#compute(word);
    if (word >= this.#known.length) {
      const grown = new Int32Array(word * 2).fill(UNKNOWN);
      grown.set(this.#known);
      this.#known = grown;
    }
    this.#known[word] = value;
    return value;
  }
}
