import { describe, expect, test } from 'vitest';
import { variableReader } from '../../../src/dev/dev-vars.ts';
import { helpText, parseOptions, readSettings } from '../../../src/dev/start/options.ts';

describe('options', () => {
  test('none is a plain run of the shipped routes', () => {
    expect(parseOptions([], '/here')).toEqual({
      kind: 'run',
      options: { routesFile: null, watch: false, demo: false },
    });
  });

  test.each([
    [['--config', 'a/b.ts'], '/here/a/b.ts'],
    [['--config=a/b.ts'], '/here/a/b.ts'],
    [['--config', '/there/b=c.ts'], '/there/b=c.ts'],
    [['--config=/there/b=c.ts'], '/there/b=c.ts'],
  ])('%j names a file', (args, routesFile) => {
    expect(parseOptions([...args, '--watch', '--demo'], '/here')).toEqual({
      kind: 'run',
      options: { routesFile, watch: true, demo: true },
    });
  });

  test.each([
    [['--wach'], 'There is no option --wach. Did you mean --watch?'],
    [['-v'], 'There is no option -v. See --help.'],
    [['routes.ts'], '"routes.ts" is not an option. See --help.'],
    [['--config'], '--config needs a FILE.'],
    [['--config='], '--config needs a FILE.'],
    [['--config', '--watch'], '--config needs a FILE.'],
    [['--demo=yes'], '--demo takes no value.'],
    [['--watch', '--watch'], '--watch is there twice.'],
    [['--config', 'a.ts', '--config', 'b.ts'], '--config is there twice.'],
  ])('%j is wrong', (args, message) => {
    expect(parseOptions(args, '/here')).toEqual({ kind: 'wrong', message });
  });

  test('help names every option and fits a terminal of 80 columns', () => {
    expect(parseOptions(['--watch', '--help'], '/here')).toEqual({ kind: 'help' });
    const lines = helpText().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const name of [
      '--config FILE',
      '--watch',
      '--demo',
      '--help',
      'PORT',
      'SIMULATOR_PORT',
      'SIGNALBOX_DATA_DIR',
    ])
      expect(helpText()).toContain(name);
  });
});

describe('settings', () => {
  const settingsOf = (variables: Record<string, string>) =>
    readSettings(variableReader(variables, {}), '/repository');

  test('have defaults', () => {
    expect(settingsOf({})).toEqual({
      kind: 'settings',
      settings: { port: 8787, simulatorPort: 0, devKey: 'sk-sbx-dev', dataDir: '/repository/.signalbox' },
    });
  });

  test('come from variables', () => {
    const variables = {
      PORT: '0',
      SIMULATOR_PORT: '8790',
      SIGNALBOX_DEV_KEY: 'k',
      SIGNALBOX_DATA_DIR: '/data',
    };
    expect(settingsOf(variables)).toEqual({
      kind: 'settings',
      settings: { port: 0, simulatorPort: 8790, devKey: 'k', dataDir: '/data' },
    });
    expect(settingsOf({ SIGNALBOX_DATA_DIR: 'here' })).toMatchObject({
      settings: { dataDir: '/repository/here' },
    });
  });

  test.each(['65536', '-1', '80a', '8787.0', ' 80'])('the port %j is refused', (PORT) => {
    expect(settingsOf({ PORT })).toEqual({
      kind: 'wrong',
      message: `PORT must be a number from 0 to 65535, but it is "${PORT}".`,
    });
  });

  test('the port of the simulated providers is another, and read alike', () => {
    expect(settingsOf({ SIMULATOR_PORT: 'x' })).toEqual({
      kind: 'wrong',
      message: 'SIMULATOR_PORT must be a number from 0 to 65535, but it is "x".',
    });
    expect(settingsOf({ PORT: '9000', SIMULATOR_PORT: '9000' })).toEqual({
      kind: 'wrong',
      message: 'PORT and SIMULATOR_PORT are both 9000: choose two.',
    });
  });

  test.each(['two words', 'schlüssel', 'x'.repeat(201)])('a key that no header carries is refused', (key) => {
    const read = settingsOf({ SIGNALBOX_DEV_KEY: key });
    expect(read.kind).toBe('wrong');
    expect(JSON.stringify(read)).not.toContain(key);
  });
});
