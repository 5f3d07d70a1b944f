/** Which commands have no place in an HTTP call. */
import { describe, expect, it } from 'vitest';
import { refuseCommand } from '../../../src/dev/upstash/refuse-command.ts';

describe('refuseCommand', () => {
  it.each([
    [['GET', 'a']],
    [['EVAL', 'return 1', '0']],
    [['SCRIPT', 'LOAD', 'return 1']],
    [['XREAD', 'COUNT', '1', 'STREAMS', 'block', '0']],
    [['SET', 'block', 'block']],
  ])('lets %j pass', (command) => {
    expect(refuseCommand(command)).toBe(null);
  });

  it.each([
    [['hello', '3'], "ERR Command is not available: 'HELLO': it changes the state of a connection"],
    [['Monitor'], "ERR Command is not available: 'MONITOR': it streams"],
    [['FUNCTION', 'KILL'], "ERR Command is not available: 'FUNCTION KILL'"],
    [
      ['XREADGROUP', 'GROUP', 'g', 'c', 'BLOCK', '0', 'STREAMS', 's', '>'],
      "ERR Command is not available: 'XREADGROUP' with BLOCK: it blocks",
    ],
  ])('refuses %j', (command, error) => {
    expect(refuseCommand(command)).toBe(error);
  });
});
