/** A store without a network: a map that remembers each command, and can be away. */
import { type Store, StoreError } from '../../../src/ledger/store.ts';

export type StoreCommand = { readonly name: string; readonly keys: readonly string[] };

export class FakeStore implements Store {
  readonly values = new Map<string, string>();
  readonly ttlSeconds = new Map<string, number>();
  /** As Upstash bills them. */
  readonly commands: StoreCommand[] = [];
  isAway = false;

  async get(key: string): Promise<string | null> {
    this.#run('GET', [key]);
    return this.values.get(key) ?? null;
  }

  async getMany(keys: readonly string[]): Promise<(string | null)[]> {
    this.#run('MGET', keys);
    return keys.map((key) => this.values.get(key) ?? null);
  }

  async setFor(key: string, value: string, ttlSeconds: number): Promise<void> {
    this.#run('SET', [key]);
    this.values.set(key, value);
    this.ttlSeconds.set(key, ttlSeconds);
  }

  async setManyFor(entries: readonly (readonly [string, string])[], ttlSeconds: number): Promise<void> {
    for (const [key, value] of entries) await this.setFor(key, value, ttlSeconds);
  }

  async setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean> {
    this.#run('SET', [key]);
    if (this.values.has(key)) return false;
    this.values.set(key, value);
    this.ttlSeconds.set(key, ttlSeconds);
    return true;
  }

  async remove(key: string): Promise<void> {
    this.#run('DEL', [key]);
    this.values.delete(key);
  }

  #run(name: string, keys: readonly string[]): void {
    if (this.isAway) throw new StoreError(name.toLowerCase(), new DOMException('late', 'TimeoutError'));
    this.commands.push({ name, keys });
  }

  /** Names of the commands so far. */
  get names(): string[] {
    return this.commands.map(({ name }) => name);
  }
}
