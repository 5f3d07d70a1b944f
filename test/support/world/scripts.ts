/** The hashes of a store without a network; it can be away. Scripts and streams are tested against real engines. */
import { type ScriptStore, StoreError } from '../../../src/ledger/store.ts';

export class FakeHashes implements ScriptStore {
  readonly hashes = new Map<string, Map<string, string>>();
  reads = 0;
  isAway = false;

  async readFields(key: string, fields: readonly string[]): Promise<(string | null)[]> {
    this.#ask();
    return fields.map((field) => this.hashes.get(key)?.get(field) ?? null);
  }

  async readHash(key: string): Promise<ReadonlyMap<string, string>> {
    this.#ask();
    return this.hashes.get(key) ?? new Map();
  }

  async writeField(key: string, field: string, value: string): Promise<void> {
    this.#ask();
    const hash = this.hashes.get(key) ?? new Map<string, string>();
    this.hashes.set(key, hash.set(field, value));
  }

  async run(): Promise<unknown> {
    throw new Error('no scripts here');
  }

  async readStream(): Promise<never> {
    throw new Error('no streams here');
  }

  #ask(): void {
    this.reads++;
    if (this.isAway) throw new StoreError('read', new DOMException('late', 'TimeoutError'));
  }
}
