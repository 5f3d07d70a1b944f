/**
 * EVAL, EVALSHA, their read-only forms and SCRIPT: finds and compiles scripts, checks what a script may
 * call. How Lua works is lua/lua-machine.ts's business, how commands work the command table's.
 */
import {
  arrayReply,
  type Bytes,
  bulkReply,
  type Command,
  errorReply,
  integerReply,
  okReply,
  type Reply,
} from '../engine.ts';
import { CommandError, type CommandSpec, notAnInteger, wrongArity } from './command.ts';
import { findCommand, hasArity } from './execute-command.ts';
import { sha1 } from './lua/lua-host.ts';
import { createLuaMachine, type LuaMachine } from './lua/lua-machine.ts';
import { parseInt64 } from './numbers.ts';

/** Runs one command of the table for a script; writes are recorded by whoever gives this. */
export type RunFromScript = (command: Command, spec: CommandSpec) => Reply;

export interface Scripting {
  /** Null when it is no script command, else the arity error or null in `error`. */
  check(command: Command): { readonly error: string | null } | null;
  /** Runs a script command that passed `check`. */
  run(command: Command, runCommand: RunFromScript): Reply;
  close(): void;
}

const arities: ReadonlyMap<string, number> = new Map([
  ['eval', -3],
  ['eval_ro', -3],
  ['evalsha', -3],
  ['evalsha_ro', -3],
  ['script', -2],
]);

/** Redis does not let scripts call these. */
const notFromScripts = new Set([
  ...arities.keys(),
  ...'fcall fcall_ro function multi exec discard watch unwatch subscribe publish monitor auth hello'.split(
    ' ',
  ),
  ...'select quit reset blpop brpop blmove bzpopmin bzpopmax wait config debug save shutdown'.split(' '),
]);

/** Redis words these differently inside a script. */
const scriptErrors: Readonly<Record<string, string>> = {
  unknown: 'ERR Unknown Redis command called from script',
  arity: 'ERR Wrong number of args calling Redis command from script',
};

const knownFlags = new Set(['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys']);

interface LoadedScript {
  readonly isReadOnly: boolean;
}

/** `isTimed` false: for scripts that are known to end, which run faster without a clock. */
export async function createScripting({ isTimed = true } = {}): Promise<Scripting> {
  const machine = await createLuaMachine(isTimed);
  const loaded = new Map<string, LoadedScript>();

  function evaluate([name = '', first = '', ...rest]: Command, runCommand: RunFromScript): Reply {
    const byName = name.startsWith('evalsha');
    const { keys, args } = splitArguments(rest);
    const sha = byName ? first.toLowerCase() : sha1(first);
    const script = loaded.get(sha) ?? (byName ? null : load(machine, loaded, sha, first));
    if (!script) throw new CommandError('NOSCRIPT No matching script. Please use EVAL.');
    const isReadOnly = script.isReadOnly || name.endsWith('_ro');
    const call = (command: Command) => callFromScript(command, isReadOnly, runCommand);
    return machine.run({ sha, keys, args, call });
  }

  function manage([, subcommand = '', ...args]: Command): Reply {
    switch (subcommand.toLowerCase()) {
      case 'load': {
        const [source] = args;
        if (source === undefined || args.length > 1) throw wrongArity('script|load');
        const sha = sha1(source);
        if (!loaded.has(sha)) load(machine, loaded, sha, source);
        return bulkReply(sha);
      }
      case 'exists':
        if (args.length === 0) throw wrongArity('script|exists');
        return arrayReply(args.map((sha) => integerReply(loaded.has(sha.toLowerCase()))));
      case 'flush':
        loaded.clear();
        machine.forget();
        return okReply;
      default:
        throw new CommandError(`ERR unknown subcommand '${subcommand}'. Try SCRIPT HELP.`);
    }
  }

  return {
    close: () => machine.close(),
    check: (command) => {
      const name = (command[0] ?? '').toLowerCase();
      const arity = arities.get(name);
      if (arity === undefined) return null;
      return { error: hasArity(command, arity) ? null : wrongArity(name).message };
    },
    run: ([name = '', ...rest], runCommand) => {
      const command = [name.toLowerCase(), ...rest];
      try {
        return command[0] === 'script' ? manage(command) : evaluate(command, runCommand);
      } catch (cause) {
        if (cause instanceof CommandError) return errorReply(cause.message);
        throw cause;
      }
    },
  };
}

function splitArguments([countText = '', ...rest]: readonly Bytes[]): { keys: Bytes[]; args: Bytes[] } {
  const count = parseInt64(countText);
  if (count === null) throw notAnInteger();
  if (count > rest.length) throw new CommandError("ERR Number of keys can't be greater than number of args");
  if (count < 0n) throw new CommandError("ERR Number of keys can't be negative");
  return { keys: rest.slice(0, Number(count)), args: rest.slice(Number(count)) };
}

function load(
  machine: LuaMachine,
  loaded: Map<string, LoadedScript>,
  sha: string,
  source: Bytes,
): LoadedScript {
  const { flags, body } = readShebang(source);
  const error = machine.compile(sha, body);
  if (error !== null) throw new CommandError(`ERR Error compiling script (new function): ${error}`);
  const script = { isReadOnly: flags.has('no-writes') };
  loaded.set(sha, script);
  return script;
}

/** `#!lua flags=no-writes` on the first line; the line itself stays, empty, so that lines count right. */
function readShebang(source: Bytes): { flags: ReadonlySet<string>; body: Bytes } {
  if (!source.startsWith('#!')) return { flags: new Set(), body: source };
  const end = source.indexOf('\n');
  if (end < 0) throw new CommandError('ERR Invalid script shebang');
  const [engine = '', ...options] = source.slice(2, end).trim().split(/\s+/);
  if (engine !== 'lua') throw new CommandError(`ERR Unexpected engine in script shebang: ${engine}`);
  const flags = new Set<string>();
  for (const option of options) {
    if (!option.startsWith('flags=')) {
      throw new CommandError(`ERR Unknown lua shebang option: ${option}`);
    }
    for (const flag of option
      .slice('flags='.length)
      .split(',')
      .filter((text) => text !== '')) {
      if (!knownFlags.has(flag)) throw new CommandError(`ERR Unexpected flag in script shebang: ${flag}`);
      flags.add(flag);
    }
  }
  return { flags, body: source.slice(end) };
}

function callFromScript(command: Command, isReadOnly: boolean, runCommand: RunFromScript): Reply {
  const name = (command[0] ?? '').toLowerCase();
  if (notFromScripts.has(name)) return errorReply('ERR This Redis command is not allowed from script');
  const found = findCommand(command);
  if (!found.ok) return errorReply(scriptErrors[found.reason] ?? found.error);
  if (isReadOnly && found.spec.writes) {
    return errorReply('ERR Write commands are not allowed from read-only scripts.');
  }
  return runCommand(command, found.spec);
}
