/**
 * What the parameters of a tool say of its effect: an amount and a recipient pay, a command runs, an `action` that may
 * be `delete` deletes. Names of parameters and choices only, never values of a call.
 */

import { isObject, type JsonObject } from '../../core/json.ts';
import { once } from '../../core/once.ts';
import { graver, type Reading } from './reading.ts';
import { remember } from './remember.ts';
import type { VerbGroup } from './words/meaning.ts';

const mostParameters = 32;
const mostChoices = 24;

/** Names without signs and capitals. */
const kinds = {
  recipient: `to recipient recipients cc bcc toemail emailto tonumber phone phonenumber channel channelid chatid userids
    email emails attendees toaddress`,
  message: 'body message text subject content html messagebody caption msg emailbody',
  amount: 'amount amountcents quantityusd amountusd',
  payee: `to recipient toaccount toaccountid destination destinationaccount iban payee payeeid beneficiary recipientid
    fromaccount sourceaccount accountto recipientiban receiver towallet toaddress`,
  payment:
    'cardnumber cvv cvc paymentmethod paymentmethodid paymentmethods creditcard paymentid paymentsource paymentinfo',
  command: 'command cmd commands shellcommand bashcommand commandline argv',
  sql: 'sql sqlquery statement sqlstatement',
  code: 'code script sourcecode pythoncode javascript',
  runtime: 'language timeout packages runtime interpreter libraries timeoutms timeoutseconds kernel',
  force: 'force cascade permanent permanently skiptrash forcedelete hard',
  rights: 'permissions permission accesslevel acl grant grants policydocument rolearn',
  file: 'path filepath filename file key',
  content:
    'content contents data newtext newstr newcontent patch updates changes payload newvalue newstring oldstring',
  dryRun: 'dryrun confirm confirmed confirmation',
  look: `query q search keyword keywords limit offset page pagesize cursor sort sortby filter filters fields perpage
    since until startdate enddate orderby topk maxresults units location city searchterm latitude longitude`,
} as const;

type Kind = keyof typeof kinds;

const kindOfName = once(
  (): ReadonlyMap<string, readonly Kind[]> =>
    new Map(
      [...new Set(Object.values(kinds).flatMap((names) => names.split(/\s+/)))].map((name) => [
        name,
        (Object.keys(kinds) as Kind[]).filter((kind) => kinds[kind].split(/\s+/).includes(name)),
      ]),
    ),
);

/** `over`: verbs that are sure of themselves and are raised all the same. */
type ParameterRule = { all: readonly Kind[]; over: readonly VerbGroup[]; reading: Reading };

/** The first that fits holds; from grave to harmless. */
const rules: readonly ParameterRule[] = [
  {
    all: ['payment'],
    over: ['make', 'alter'],
    reading: { effect: 'destructive', strength: 2, words: 'a means of payment' },
  },
  {
    all: ['amount', 'payee'],
    over: ['make'],
    reading: { effect: 'destructive', strength: 2, words: 'an amount and a payee' },
  },
  { all: ['command'], over: [], reading: { effect: 'destructive', strength: 2, words: 'a command' } },
  { all: ['sql'], over: [], reading: { effect: 'destructive', strength: 2, words: 'an SQL statement' } },
  { all: ['code', 'runtime'], over: [], reading: { effect: 'destructive', strength: 2, words: 'code' } },
  {
    all: ['recipient', 'message'],
    over: ['make'],
    reading: { effect: 'destructive', strength: 2, words: 'a recipient and a message' },
  },
  {
    all: ['force'],
    over: ['make', 'alter', 'stop', 'close', 'reset'],
    reading: { effect: 'destructive', strength: 1, words: 'a wish to force it' },
  },
  {
    all: ['rights'],
    over: ['make', 'alter'],
    reading: { effect: 'destructive', strength: 1, words: 'rights' },
  },
  {
    all: ['file', 'content'],
    over: [],
    reading: { effect: 'write', strength: 2, words: 'a path and a content' },
  },
  { all: ['dryRun'], over: [], reading: { effect: 'write', strength: 1, words: 'a confirmation' } },
  { all: ['content'], over: [], reading: { effect: 'write', strength: 1, words: 'a content' } },
  { all: ['look'], over: [], reading: { effect: 'read', strength: 1, words: 'a search' } },
];

/** Parameters that choose what is done. */
const choosers = new Set(['action', 'operation', 'op', 'command', 'method', 'mode', 'task', 'actiontype']);

type NamedParameter = { readonly isChooser: boolean; readonly kinds: readonly Kind[] };

const mostKept = 1024;

const readParameter = remember(mostKept, (name): NamedParameter => {
  const plain = name.slice(0, 32).toLowerCase().replaceAll('_', '').replaceAll('-', '');
  return { isChooser: choosers.has(plain), kinds: kindOfName().get(plain) ?? [] };
});

/** What a name says, as `read-name.ts` reads it. */
export type NameReader = (name: string) => Reading | null;

/** `action: list | create | delete`: the gravest choice. */
function readChoices(value: unknown, readName: NameReader): Reading | null {
  const choices = isObject(value) && Array.isArray(value.enum) ? value.enum.slice(0, mostChoices) : [];
  let gravest: Reading | null = null;
  for (const choice of choices) {
    const reading = typeof choice === 'string' ? readName(choice) : null;
    if (reading) gravest = gravest ? graver(gravest, reading) : reading;
  }
  return gravest && { ...gravest, words: `a choice of ${gravest.words}` };
}

export type ParameterReading = { choice: Reading | null; names: Reading | null; over: readonly VerbGroup[] };

export function readParameters(schema: JsonObject | undefined, readName: NameReader): ParameterReading {
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const found = new Set<Kind>();
  let choice: Reading | null = null;
  let count = 0;
  for (const name in properties) {
    if (count++ >= mostParameters) break;
    const { isChooser, kinds } = readParameter(name);
    const read = isChooser ? readChoices(properties[name], readName) : null;
    if (read) choice = choice ? graver(choice, read) : read;
    else for (const kind of kinds) found.add(kind);
  }
  const rule = rules.find(({ all }) => all.every((kind) => found.has(kind)));
  return { choice, names: rule?.reading ?? null, over: rule?.over ?? [] };
}
