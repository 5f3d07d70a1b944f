/** What a config may say of calls that a person approves: types for typing, the shape, and what becomes of it. Pure. */
import type { ApprovalSettings } from '../core/approval.ts';
import { type ToolEffect, toolEffects } from '../core/signals.ts';
import { fields, flag, listOf, oneOf, recordOf, type Shape, text, wholeNumber } from './shape.ts';

/** In patterns `*` stands for any text without `..`; everything else is itself. */
export type ApprovalsInput = {
  /** Whether the key that made a request may not approve its calls. Default false. */
  readonly twoPersons?: boolean;
  /** Who has not been approved by then is denied. Default 15. */
  readonly pendingMinutes?: number;
  /** Calls that need nobody: `{ tool: 'write_file', arguments: { path: '/sandbox/*' } }`. Other arguments may be anything. */
  readonly preapproved?: readonly {
    readonly tool: string;
    readonly arguments: Readonly<Record<string, string>>;
  }[];
  /** What tools do, by name, where their declaration says it wrong: `{ 'search_*': 'read' }`. The first that fits holds. */
  readonly toolEffects?: Readonly<Record<string, ToolEffect>>;
};

const pattern = /^[\s\S]{1,200}$/;
const patternWords = 'a pattern of 1 to 200 characters, in which * stands for any text';
const patternShape = text(pattern, patternWords);

export const approvalsShape: Shape = fields(
  {
    twoPersons: flag,
    pendingMinutes: wholeNumber('minutes', 1, 1440),
    preapproved: listOf(
      fields({ tool: patternShape, arguments: recordOf(/^[\s\S]{1,200}$/, 'a name', patternShape) }, [
        'tool',
        'arguments',
      ]),
      0,
    ),
    toolEffects: recordOf(pattern, patternWords, oneOf(toolEffects)),
  },
  [],
);

export function compileApprovals({
  twoPersons = false,
  pendingMinutes = 15,
  preapproved = [],
  toolEffects: effects = {},
}: ApprovalsInput): ApprovalSettings {
  const listed = Object.entries(effects).map(([tool, effect]) => ({ tool, effect }));
  return { twoPersons, pendingMinutes, preapproved, toolEffects: listed };
}
