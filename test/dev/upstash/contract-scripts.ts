/**
 * The script part of the contract: EVAL and its relatives, Redis's rules for values that cross the border
 * of Lua, and a ledger written as scripts. Literal results, so both engines must agree on them.
 */
import { describe, expect, it } from 'vitest';
import type { Subject } from './contract.ts';
import { reserveScript, settleScript } from './ledger-scripts.ts';

const noScript = 'NOSCRIPT No matching script. Please use EVAL.';

/** Script, then the JSON result; the key is `k`, the arguments are `7` and `text`. */
const values: readonly (readonly [script: string, result: unknown])[] = [
  ['return 3.99', 3],
  ['return -3.99', -3],
  ['return true', 1],
  ['return false', null],
  ['return nil', null],
  ['return {1, 2.7, nil, 4}', [1, 2]],
  ["return {true, false, 'x', {1, {}}}", [1, null, 'x', [1, []]]],
  ["return {field = 'lost'}", []],
  ["return redis.status_reply('FINE')", 'FINE'],
  ['return {KEYS[1], ARGV[1], ARGV[2], #KEYS, #ARGV, type(ARGV[1])}', ['k', '7', 'text', 1, 2, 'string']],
  ['return ARGV[1] + 1', 8],
  ["return ARGV[1] / 2 .. ''", '3.5'],
  ["return 10 / 2 .. '|' .. 3.0 .. '|' .. 2^31", '5|3|2147483648'],
  ["return 100000000000000 .. ''", '1e+14'],
  ['return tostring(123456789012345)', '1.2345678901234e+14'],
  ['return 9007199254740993', 9007199254740992],
  ["return type(redis.call('GET', 'none'))", 'boolean'],
  ["return type(redis.call('HGETALL', 'none'))", 'table'],
  ["return redis.call('SET', KEYS[1], 1).ok", 'OK'],
  ["redis.call('SET', KEYS[1], 2.5) return redis.call('GET', KEYS[1])", '2.5'],
  ["redis.call('SET', KEYS[1], 10) return redis.call('GET', KEYS[1]) * 2", 20],
  ["return redis.pcall('INCR', 'a', 'b').err ~= nil", 1],
  [
    "redis.call('SET', KEYS[1], 'x') return redis.pcall('INCR', KEYS[1]).err",
    'ERR value is not an integer or out of range',
  ],
  ["local ok, problem = pcall(redis.call, 'NOPE') return {ok, type(problem)}", [null, 'string']],
  ["return redis.sha1hex('')", 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['return math.floor(7 / 2) + math.max(1, 5)', 8],
  ['return {unpack({1, 2, 3})}', [1, 2, 3]],
  [
    "return {string.find('a1', '%d'), (string.gsub('a1b2', '%d', function(d) return d * 2 end))}",
    [2, 'a2b4'],
  ],
  ["return string.format('%05d|%.2f|%s|%d%%', 42, 1/3, 7, 3.9)", '00042|0.33|7|3%'],
  ["return ('abcdef'):sub(2, 9 / 2) .. string.rep('-', 3)", 'bcd---'],
  ["local t = {} for i = 1, 3 do t[#t + 1] = 'k' .. i end return table.concat(t, ',')", 'k1,k2,k3'],
  [
    "return cjson.encode({1, 'a/b', true, cjson.null, 1.5, {x = 'ü'}})",
    '[1,"a\\/b",true,null,1.5,{"x":"ü"}]',
  ],
  [
    'local v = cjson.decode(\'{"a":[1,2.5,null,"\\\\u00e9"]}\').a return {v[1], v[2] * 2, v[3] == cjson.null, v[4]}',
    [1, 5, 1, 'é'],
  ],
  ['return \'..\' .. [[ long .. ]] .. "q" -- a .. comment', '.. long .. q'],
];

/** Script, then the beginning of the error; what follows names the script and differs by version. */
const failures: readonly (readonly [script: string, error: string])[] = [
  ["return redis.call('INCR', KEYS[1])", 'ERR value is not an integer or out of range'],
  [
    "return redis.call('LPUSH', KEYS[1], 1)",
    'WRONGTYPE Operation against a key holding the wrong kind of value',
  ],
  ["error('boom')", 'ERR user_script:1: boom'],
  ["\n\nerror({err = 'LIMIT reached'})", 'LIMIT reached'],
  ["return redis.error_reply('LIMIT reached')", 'LIMIT reached'],
  ["return redis.error_reply('reached')", 'ERR reached'],
  ["return {err = 'LIMIT table'}", 'LIMIT table'],
  [
    "return redis.call('SET', KEYS[1], {})",
    'ERR Lua redis lib command arguments must be strings or integers',
  ],
  ["return redis.call('NOPE')", 'ERR Unknown Redis command called from script'],
  ["return redis.call('GET')", 'ERR Wrong number of args calling Redis command from script'],
  ["return redis.call('EVAL', 'return 1', 0)", 'ERR This Redis command is not allowed from script'],
  [
    'return undeclared',
    "ERR user_script:1: Script attempted to access nonexistent global variable 'undeclared'",
  ],
  ['global = 1', 'ERR user_script:1: Attempt to modify a readonly table'],
  ['string.rep = nil', 'ERR user_script:1: Attempt to modify a readonly table'],
  ["return 'a' .. nil", 'ERR user_script:1: attempt to concatenate a nil value'],
  [
    "return string.format('%s', nil)",
    "ERR user_script:1: bad argument #2 to 'format' (string expected, got nil)",
  ],
  ['return (', 'ERR Error compiling script (new function): user_script:1: unexpected symbol near '],
  ['return 5 // 2', 'ERR Error compiling script (new function): user_script:1: unexpected symbol near '],
  [
    "#!lua flags=no-writes\nreturn redis.call('SET', KEYS[1], 1)",
    'ERR Write commands are not allowed from read-only scripts',
  ],
];

export function describeScripts(subject: Subject): void {
  describe('scripts', () => {
    it.each(values)('%s', async (script, result) => {
      expect(await subject.run('EVAL', script, 1, 'k', '7', 'text')).toEqual(result);
    });

    it.each(failures)('%j fails with the words of Redis', async (script, error) => {
      await subject.run('SET', 'k', 'x');
      const { status, json } = await subject.request('/', { body: ['EVAL', script, 1, 'k'] });
      expect(status).toBe(400);
      expect((json as { error: string }).error.slice(0, error.length)).toBe(error);
    });

    it('loads a script once and runs it by its name', async () => {
      const sha = String(await subject.run('SCRIPT', 'LOAD', 'return ARGV[1]'));
      expect(sha).toBe('098e0f0d1448c0a81dafe820f66d460eb09263da');
      expect(await subject.run('EVALSHA', sha.toUpperCase(), 0, 'x')).toBe('x');
      expect(await subject.run('SCRIPT', 'EXISTS', sha, '0'.repeat(40))).toEqual([1, 0]);
      await subject.run('SCRIPT', 'FLUSH');
      const { status, json } = await subject.request('/', { body: ['EVALSHA', sha, 0, 'x'] });
      expect({ status, json }).toEqual({ status: 400, json: { error: noScript } });
    });

    it('serves the client that tries EVALSHA first', async () => {
      await subject.run('SCRIPT', 'FLUSH');
      const script = subject.redis().createScript<string>('return KEYS[1] .. ARGV[1]');
      expect(await script.exec(['a'], ['b'])).toBe('ab');
      expect(await script.exec(['c'], ['d'])).toBe('cd');
    });

    it('keeps what a script wrote before it failed', async () => {
      const script =
        "redis.call('SET', KEYS[1], 'kept') redis.call('LPUSH', KEYS[1], 1) redis.call('SET', KEYS[1], 'never')";
      expect((await subject.request('/', { body: ['EVAL', script, 1, 'k'] })).status).toBe(400);
      expect(await subject.run('GET', 'k')).toBe('kept');
    });

    it('carries any byte through a script', async () => {
      const headers = { 'Upstash-Encoding': 'base64' };
      const script = "return {'\\0\\255\\128', #ARGV[1], ARGV[1]:reverse()}";
      const { json } = await subject.request('/', { body: ['EVAL', script, 0, '\u0000ü'], headers });
      const base64 = (bytes: number[]) => Buffer.from(bytes).toString('base64');
      expect(json).toEqual({ result: [base64([0, 255, 128]), 3, base64([0xbc, 0xc3, 0])] });
    });

    it('keeps scripts apart: a global of one is not there for the next', async () => {
      await subject.request('/', { body: ['EVAL', "rawset(_G, 'leak', 1)", 0] });
      const { status } = await subject.request('/', { body: ['EVAL', 'return leak', 0] });
      expect(status).toBe(400);
    });
  });

  describe('a ledger of scripts', () => {
    const nowMs = 1_790_000_000_000;
    const reserve = (id: string, amount: number, limit = 1_000) =>
      subject.run(
        'EVAL',
        reserveScript,
        3,
        'budget',
        'holds',
        `hold:${id}`,
        id,
        amount,
        limit,
        nowMs,
        60_000,
      );
    const settle = (id: string, amount: number) =>
      subject.run('EVAL', settleScript, 4, 'budget', 'holds', `hold:${id}`, 'rows', id, amount, nowMs);

    it('holds within the limit, settles once, and repeats change nothing', async () => {
      expect(await reserve('a', 600)).toEqual(['held', 600]);
      expect(await reserve('a', 600)).toEqual(['repeated', 600]);
      expect(await reserve('b', 500)).toEqual(['refused', 600]);
      expect(await reserve('c', 400)).toEqual(['held', 1000]);
      expect(await settle('a', 250)).toEqual(['settled', 250, 400]);
      expect(await settle('a', 999)).toEqual(['repeated', 250, 400]);
      expect(await settle('c', 400)).toEqual(['settled', 650, 0]);
      expect(await reserve('a', 600)).toEqual(['repeated', 650]);
      expect(await subject.run('HGETALL', 'budget')).toEqual(['held', '0', 'spent', '650']);
      expect(await subject.run('ZCARD', 'holds')).toBe(0);
      expect(await subject.run('XLEN', 'rows')).toBe(2);
      const rows = (await subject.run('XRANGE', 'rows', '-', '+')) as [string, string[]][];
      expect(rows.map(([, fields]) => fields)).toEqual([
        ['id', 'a', 'nano', '250'],
        ['id', 'c', 'nano', '400'],
      ]);
    });

    it('never passes the limit when 40 callers reserve at once', async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => reserve(`r${at}`, 70)));
      const held = answers.filter((answer) => (answer as string[])[0] === 'held');
      expect(held).toHaveLength(14);
      expect(await subject.run('HGET', 'budget', 'held')).toBe('980');
      expect(await subject.run('ZCARD', 'holds')).toBe(14);
    });
  });
}
