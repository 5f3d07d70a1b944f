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

/** `seed;dropped;field="seed", ...` -> `seed dropped, ...` */
function lossText(header: string): string {
  return header
    .split(', ')
    .map((loss) => loss.split(';').slice(0, 2).join(' '))
    .join(', ');
}

function decision({ header }: DemoResult): string {
  const attempts = Number(header('x-signalbox-attempts') ?? '1');
  const losses = header('x-signalbox-losses');
  return [
    `${header('x-signalbox-route')} → ${header('x-signalbox-model')}`,
    `(${header('x-signalbox-provider')}, ${header('x-signalbox-lane')})`,
    ...(attempts > 1 ? [`after ${attempts} attempts`] : []),
    ...(losses !== null ? [`without: ${lossText(losses)}`] : []),
  ].join(' ');
}

export function demoLines(request: DemoRequest, result: DemoResult, style: Style): string[] {
  const left = `${shortNames[request.protocol].padEnd(protocolWidth)}${request.model.padEnd(modelWidth)}${request.about}`;
  const status = String(result.status);
  const paint = result.error === null ? style.good : style.notable;
  const tail = `${paint(status)}${`${Math.round(result.durationMs)} ms`.padStart(tailWidth - status.length)}`;
  const below = result.error ?? decision(result);
  return [
    `${left.padEnd(style.columns - tailWidth)}${tail}`,
    ...wrap(below, style.columns - tailWidth, ' '.repeat(protocolWidth)).map(style.faint),
  ];
}
