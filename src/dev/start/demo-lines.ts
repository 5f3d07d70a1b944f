/** How the demo shows one request: what was asked, what was decided, what came back. Pure. */
import type { ProtocolId } from '../../core/target.ts';
import type { DemoRequest } from './demo-requests.ts';
import { type Style, wrap } from './style.ts';

export type DemoResult = {
  readonly status: number;
  /** Until the last byte. */
  readonly durationMs: number;
  readonly header: (name: string) => string | null;
  /** The message of an error answer, else null. */
  readonly error: string | null;
};

const shortNames: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
};

const protocolWidth = 11;
const modelWidth = 18;
const tailWidth = 15;

/** `seed;dropped;field="seed", ...` -> `without seed`: in the words of the request. */
function lossText(header: string): string {
  const fields = (how: string) => [
    ...new Set([...header.matchAll(new RegExp(`;${how};field="([^"]*)"`, 'g'))].map((match) => match[1])),
  ];
  const dropped = fields('dropped');
  const adapted = fields('adapted');
  return [
    ...(dropped.length > 0 ? [`without ${dropped.join(', ')}`] : []),
    ...(adapted.length > 0 ? [`with ${adapted.join(', ')} adapted`] : []),
  ].join(', ');
}

function decision({ header }: DemoResult): string {
  const route = header('x-signalbox-route');
  const from = route === null || route === 'model' ? '' : `${route} `;
  const where = `(${header('x-signalbox-provider')}, ${header('x-signalbox-lane')})`;
  return `${from}→ ${header('x-signalbox-model')} ${where}`;
}

/** What the request was taken for, where the route asked, and what was not as wished. */
function notes({ header }: DemoResult): string {
  const task = header('x-signalbox-task');
  const risk = header('x-signalbox-risk');
  const attempts = Number(header('x-signalbox-attempts') ?? '1');
  const losses = header('x-signalbox-losses');
  return [
    ...(task !== null ? [task] : []),
    ...(risk !== null && risk !== 'none' ? [`risk ${risk}`] : []),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(losses !== null ? [lossText(losses)] : []),
  ].join(', ');
}

/** Beside the decision where there is room, else below it. */
function answeredLines(result: DemoResult, indent: string, style: Style): string[] {
  const decided = indent + decision(result);
  const noted = notes(result);
  if (noted === '') return [decided];
  if (`${decided}  ${noted}`.length <= style.columns) return [`${decided}  ${style.notable(noted)}`];
  return [decided, ...wrap(noted, style.columns, indent).map(style.notable)];
}

export function demoLines(request: DemoRequest, result: DemoResult, style: Style): string[] {
  const left = `${shortNames[request.protocol].padEnd(protocolWidth)}${request.model.padEnd(modelWidth)}${request.about}`;
  const status = String(result.status);
  const paint = result.error === null ? style.good : style.notable;
  const tail = `${paint(status)}${`${Math.round(result.durationMs)} ms`.padStart(tailWidth - status.length)}`;
  const indent = ' '.repeat(protocolWidth);
  return [
    `${left.padEnd(style.columns - tailWidth)}${tail}`,
    ...(result.error === null
      ? answeredLines(result, indent, style)
      : wrap(result.error, style.columns, indent)),
  ];
}
