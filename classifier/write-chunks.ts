/** Writes the file of the weights that `src/classify/model/chunks.ts` reads. */
import {
  type Chunk,
  chunkFormat,
  chunkMagic,
  entryBytes,
  headerBytes,
  kindOfChunk,
  nameBytes,
} from '../src/classify/model/chunks.ts';

function align(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

export function writeChunks(chunks: readonly (readonly [name: string, chunk: Chunk])[]): ArrayBuffer {
  let end = align(headerBytes + chunks.length * entryBytes);
  const placed = chunks.map(([name, chunk]) => {
    const offset = end;
    end = align(end + chunk.byteLength);
    return { name, chunk, offset };
  });
  const file = new ArrayBuffer(end);
  const bytes = new Uint8Array(file);
  const view = new DataView(file);
  view.setUint32(0, chunkMagic, true);
  view.setUint32(4, chunkFormat, true);
  view.setUint32(8, chunks.length, true);
  placed.forEach(({ name, chunk, offset }, number) => {
    if (name.length > nameBytes) throw new Error(`the name ${name} is too long`);
    const entry = headerBytes + number * entryBytes;
    bytes.set(new TextEncoder().encode(name), entry);
    view.setUint32(entry + nameBytes, kindOfChunk(chunk), true);
    view.setUint32(entry + nameBytes + 4, offset, true);
    view.setUint32(entry + nameBytes + 8, chunk.length, true);
    bytes.set(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset);
  });
  return file;
}
