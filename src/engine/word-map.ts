const UNKNOWN = -1;

/** A function from words to words, computed once a word. */
export class WordMap {
  readonly #compute: (word: number) => number;
  readonly #known: number[] = new Array<number>(256).fill(UNKNOWN);

  constructor(compute: (word: number) => number) {
    this.#compute = compute;
  }

  get(word: number): number {
    const known = this.#known[word];
    return known >= 0 ? known : this.#learn(word);
  }

  #learn(word: number): number {
    const value = this.#compute(word);
    const known = this.#known;
    while (known.length <= word) known.push(UNKNOWN);
    known[word] = value;
    return value;
  }
}
