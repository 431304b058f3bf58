/** Remembers what was worked out about one thing, by the function that worked it out. */
export class Once<Thing> {
  readonly #thing: Thing;
  readonly #values = new Map<(thing: Thing) => unknown, unknown>();

  constructor(thing: Thing) {
    this.#thing = thing;
  }

  get<Value>(make: (thing: Thing) => Value): Value {
    if (!this.#values.has(make)) this.#values.set(make, make(this.#thing));
    // what stands under a function is what it gave
    return this.#values.get(make) as Value;
  }
}
