import { describe, expect, it } from 'vitest';
import { PromptCache, type Segment } from '../../../src/dev/simulator/prompt-cache.ts';

const words = (count: number, from = 0): string =>
  Array.from(
    { length: count },
    (_unused, index) => ` w${String.fromCharCode(97 + ((index + from) % 26))}`,
  ).join('');
const text = (tokens: number, from = 0): Segment => ({ text: words(tokens, from) });

describe('automatic', () => {
  it('reads the longest seen prefix in blocks of 128, from 1024 on', () => {
    const cache = new PromptCache();
    const look = (...segments: Segment[]) => cache.look('m', segments, 'automatic', 0);
    expect(look(text(2000))).toEqual({ total: 2000, read: 0, write5m: 1920, write1h: 0 });
    expect(look(text(2000))).toEqual({ total: 2000, read: 1920, write5m: 0, write1h: 0 });
    expect(look(text(1500), text(500, 7)).read).toBe(1408);
    expect(look(text(1100)).read).toBe(1024);
    expect(look(text(1000)).read).toBe(0);
  });

  it('does not mind how a prompt is cut into segments', () => {
    const cache = new PromptCache();
    cache.look('m', [text(2000)], 'automatic', 0);
    const cut = [{ text: words(2000).slice(0, 900) }, { text: words(2000).slice(900) }];
    expect(cache.look('m', cut, 'automatic', 0).read).toBe(1920);
  });

  it('is apart for each key, and forgets after its life', () => {
    const cache = new PromptCache();
    cache.look('m', [text(2000)], 'automatic', 0);
    expect(cache.look('other', [text(2000)], 'automatic', 0).read).toBe(0);
    expect(cache.look('m', [text(2000)], 'automatic', 300_001).read).toBe(0);
  });

  it('counts parts that are not text', () => {
    const cache = new PromptCache();
    const image: Segment = { text: 'data:image/png;base64,AAAA', tokens: 1500 };
    expect(cache.look('m', [image, text(200)], 'automatic', 0).total).toBe(1700);
    expect(cache.look('m', [image, text(200, 3)], 'automatic', 0).read).toBeGreaterThanOrEqual(1500);
    expect(cache.look('m', [{ ...image, text: 'other' }, text(200)], 'automatic', 0).read).toBe(0);
  });
});

describe('explicit', () => {
  it('writes up to the breakpoints and reads from them', () => {
    const cache = new PromptCache();
    const system: Segment = { ...text(1500), breakpoint: '1h' };
    const history: Segment = { ...text(600, 5), breakpoint: '5m' };
    const look = (...segments: Segment[]) => cache.look('m', segments, 'explicit', 0);
    expect(look(system, history, text(50))).toEqual({ total: 2150, read: 0, write5m: 600, write1h: 1500 });
    expect(look(system, history, text(80))).toEqual({ total: 2180, read: 2100, write5m: 0, write1h: 0 });
    expect(look(system, text(600, 5), text(10))).toMatchObject({ read: 1500, write5m: 0 });
  });

  it('caches nothing below 1024 tokens or without a breakpoint', () => {
    const cache = new PromptCache();
    const short: Segment = { ...text(1000), breakpoint: '5m' };
    for (const segments of [[short], [text(3000)]]) {
      cache.look('m', segments, 'explicit', 0);
      expect(cache.look('m', segments, 'explicit', 0)).toMatchObject({ read: 0, write5m: 0 });
    }
  });
});
