/** The protocols by id: the one place that knows all three. */
import type { CarriageTable, RequestFeature } from '../core/features.ts';
import type { Protocol } from '../core/protocol.ts';
import type { ProtocolId } from '../core/target.ts';
import { anthropicMessages } from './anthropic-messages/index.ts';
import { openaiChat } from './openai-chat/index.ts';
import { openaiResponses } from './openai-responses/index.ts';

export const protocols: Readonly<Record<ProtocolId, Protocol>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropicMessages,
};

/** What each protocol carries of a request, as the planner wants it. */
export const requestTables: Readonly<Record<ProtocolId, CarriageTable<RequestFeature>>> = {
  'openai-chat': openaiChat.carriage.request,
  'openai-responses': openaiResponses.carriage.request,
  'anthropic-messages': anthropicMessages.carriage.request,
};
