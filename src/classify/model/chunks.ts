/**
 * The file of the weights: a short directory and typed arrays behind it, read in place without a parse. Layout, little
 * endian: `SBXW`, format number, chunk count; per chunk 16 bytes of name, kind, offset, count; then the data, each chunk
 * at a multiple of 8.
 */

export const chunkMagic = 0x57584253;
export const chunkFormat = 1;
export const headerBytes = 16;
export const entryBytes = 32;
export const nameBytes = 16;

const arrayKinds = [Int8Array, Uint8Array, Uint16Array, Uint32Array, Float32Array] as const;

export type Chunk = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;

export type Chunks = ReadonlyMap<string, Chunk>;

export function kindOfChunk(chunk: Chunk): number {
  return arrayKinds.findIndex((kind) => chunk instanceof kind);
}

function readName(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? nameBytes : end));
}

/** Throws when the file is not one of ours: it is part of the program, so that is a bug. */
export function readChunks(file: ArrayBuffer): Chunks {
  const view = new DataView(file);
  if (view.getUint32(0, true) !== chunkMagic || view.getUint32(4, true) !== chunkFormat)
    throw new Error('the file of the weights has another format');
  const chunks = new Map<string, Chunk>();
  for (let number = 0; number < view.getUint32(8, true); number++) {
    const entry = headerBytes + number * entryBytes;
    const kind = arrayKinds[view.getUint32(entry + nameBytes, true)];
    if (kind === undefined) throw new Error('the file of the weights holds an unknown kind of array');
    const offset = view.getUint32(entry + nameBytes + 4, true);
    const count = view.getUint32(entry + nameBytes + 8, true);
    chunks.set(readName(new Uint8Array(file, entry, nameBytes)), new kind(file, offset, count));
  }
  return chunks;
}

/** A chunk that must be there and of this kind. */
export function takeChunk<T extends Chunk>(
  chunks: Chunks,
  name: string,
  kind: new (...never: never[]) => T,
): T {
  const chunk = chunks.get(name);
  if (chunk instanceof kind) return chunk;
  throw new Error(`the file of the weights has no ${name}`);
}
