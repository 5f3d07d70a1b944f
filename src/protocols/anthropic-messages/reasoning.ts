/**
 * A wished effort -> `thinking` and `output_config.effort`, in the form that the target's model takes. Only requests;
 * reasoning in answers is in `blocks.ts`.
 */
import type { Seal } from '../../core/block.ts';
import type { Loss } from '../../core/features.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LlmRequest, Message, Reasoning } from '../../core/request.ts';
import { canOpen, isOfOtherForm } from '../../core/seal.ts';
import type { Effort, Target } from '../../core/target.ts';
import { modelNames } from '../../core/target-name.ts';
import { protocolId, unmarkSeal } from './wire.ts';

const smallestBudget = 1024;

/** Thinking tokens by effort, for models that take a budget. The vendors' scales are not equal: a best match. */
const budgetOf: Readonly<Record<Exclude<Effort, 'none'>, number>> = {
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 32_000,
  max: 32_000,
};

/** Whether the target takes this seal back: by the model that it names, or by its form where it names none. */
export function opensSeal(seal: Seal, target: Target): boolean {
  const isOther = isOfOtherForm(unmarkSeal(seal).data, target.provider.sealForm);
  return !isOther && canOpen(seal, protocolId, modelNames(target));
}

/** Whether the model thinks whatever it is told: such models do not let a tool be forced either. */
export function alwaysThinks(target: Target): boolean {
  const { reasoning } = target.model;
  return reasoning?.style === 'adaptive' && !reasoning.efforts.includes('none');
}

function forcesTool(request: LlmRequest): boolean {
  const choice = request.toolChoice;
  if (choice === undefined || request.tools.length === 0) return false;
  return (
    choice.mode === 'required' || choice.mode === 'tool' || (choice.mode === 'allowed' && choice.require)
  );
}

/** A started answer of white space is not sent. */
function isBlank({ content }: Message): boolean {
  return content.every((block) => block.type === 'text' && block.text.trim() === '');
}

/** The assistant's message of a tool loop that the results at the end of the conversation answer. */
function openToolTurn(messages: readonly Message[]): Message | undefined {
  const at = messages.findLastIndex((message) => message.role === 'assistant' && !isBlank(message));
  const isOpen = messages
    .slice(at + 1)
    .some(({ content }) => content.some(({ type }) => type === 'tool-result'));
  return isOpen ? messages[at] : undefined;
}

/** A budget model in a tool loop wants the thinking back with which it made the call. */
function lacksThinking(request: LlmRequest, target: Target): boolean {
  const turn = openToolTurn(request.messages);
  if (turn === undefined) return false;
  const [first] = turn.content;
  if (first?.type !== 'reasoning' || first.seal === undefined) return true;
  return !opensSeal(first.seal, target);
}

/** Tokens for thinking, or the reason why none can be given. */
function chooseBudget(request: LlmRequest, target: Target, maxTokens: number): number | string {
  const { effort, budgetTokens } = request.reasoning;
  if (forcesTool(request)) return 'a forced tool and thinking exclude each other';
  if (lacksThinking(request, target)) return 'the tool call before was made without this model thinking';
  const wished = budgetTokens ?? budgetOf[effort === undefined || effort === 'none' ? 'medium' : effort];
  // A quarter of the cap stays for the answer itself.
  const budget = Math.min(wished, Math.floor((maxTokens * 3) / 4));
  return budget < smallestBudget ? `${maxTokens} output tokens leave no room for thinking` : budget;
}

function display(reasoning: Reasoning): JsonObject {
  return reasoning.summary === undefined ? {} : { display: 'summarized' };
}

function encodeBudget(request: LlmRequest, target: Target, maxTokens: number, losses: Loss[]): JsonObject {
  const { effort, budgetTokens } = request.reasoning;
  if (effort === 'none' || (effort === undefined && budgetTokens === undefined)) return {};
  const budget = chooseBudget(request, target, maxTokens);
  if (typeof budget === 'number') return { thinking: { type: 'enabled', budget_tokens: budget } };
  losses.push({ what: 'effort', how: 'dropped', field: 'output_config.effort', note: budget });
  return {};
}

function encodeAdaptive(request: LlmRequest, target: Target, losses: Loss[]): JsonObject {
  const { reasoning } = request;
  const { effort } = reasoning;
  if (effort === 'none') return { thinking: { type: 'disabled' } };
  const isWished = effort !== undefined || reasoning.summary !== undefined || reasoning.wantsSeal === true;
  if (!isWished) return {};
  // The smallest word that this wire has.
  const output =
    effort === undefined ? {} : { output_config: { effort: effort === 'minimal' ? 'low' : effort } };
  if (forcesTool(request) && !alwaysThinks(target)) {
    const note = 'a forced tool and thinking exclude each other';
    losses.push({ what: 'effort', how: 'adapted', field: 'output_config.effort', note });
    return output;
  }
  return { thinking: { type: 'adaptive', ...display(reasoning) }, ...output };
}

/** Members `thinking` and `output_config` for this target; empty where nothing is to be said. */
export function encodeReasoning(
  request: LlmRequest,
  target: Target,
  maxTokens: number,
  losses: Loss[],
): { thinking?: JsonObject; output_config?: JsonObject } {
  const style = target.model.reasoning?.style;
  switch (style) {
    case undefined:
    case 'fixed':
      return {};
    case 'adaptive':
      return encodeAdaptive(request, target, losses);
    case 'budget':
    case 'effort':
      // Hosts of other makers' models take the older form.
      return encodeBudget(request, target, maxTokens, losses);
    default:
      return style satisfies never;
  }
}
