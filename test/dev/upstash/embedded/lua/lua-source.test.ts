/** Lua 5.1 text to Lua 5.4 text: what changes, what stays, what is refused. */
import { describe, expect, it } from 'vitest';
import { frameMark, translateLua } from '../../../../../src/dev/upstash/embedded/lua/lua-source.ts';

describe('translateLua', () => {
  it.each([
    ['return 5', 'return 5.0'],
    ['x = 0x1F + 1e3 + 2.5 + .5', 'x = 31.0 + 1e3 + 2.5 + .5'],
    ['t[1], a1, b_2', 't[1.0], a1, b_2'],
    ['a..b', 'a ..__join.. b'],
    ['f(...)', 'f(...)'],
    ['"1 .. 2" .. \'3\'', '"1 .. 2"  ..__join..  \'3\''],
    ['[[1 .. 2]] -- 3 .. 4', '[[1 .. 2]] -- 3 .. 4'],
    ['[==[ ]] 1 ]==] --[=[ 2\n3 ]=] 4', '[==[ ]] 1 ]==] --[=[ 2\n3 ]=] 4.0'],
    ['"a\\"1\\q\\065\\x41"', '"a\\"1q\\065x41"'],
    ['a ~= b and a <= b', 'a ~= b and a <= b'],
    ['return -1^2', 'return -1.0^2.0'],
    ["'unfinished 5", "'unfinished 5.0"],
    ['1..2', '1..2'],
    ['local function f(a, ...) return g(a) end', `local function f(a, ...) ${frameMark} return g(a) end`],
    ['local f=function()end', `local f=function() ${frameMark}end`],
    ['functional(1)', 'functional(1.0)'],
  ])('%j becomes %j', (source, code) => {
    expect(translateLua(source)).toEqual({ ok: true, code: frameMark + code });
  });

  it.each([
    ['return 5 // 2', 1, '//'],
    ['\n\nreturn 5 & 2', 3, '&'],
    ['return ~5', 1, '~'],
    ['return 1 << 2', 1, '<<'],
    ['goto done', 1, 'goto'],
    ['::done::', 1, '::'],
    ['local x <const> = 1', 1, '<const>'],
  ])('refuses %j', (source, line, token) => {
    const error = `user_script:${line}: unexpected symbol near '${token}'`;
    expect(translateLua(source)).toEqual({ ok: false, error });
  });
});
