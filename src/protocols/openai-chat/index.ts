/** OpenAI Chat Completions, as OpenAI and the hosts that follow it speak it: the codec, and nothing else. */
import type { Protocol } from '../../core/protocol.ts';
import { answerCarriage, requestCarriage } from './carriage.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeResponse } from './decode-response.ts';
import { encodeRequest } from './encode-request.ts';
import { encodeResponse } from './encode-response.ts';
import { decodeError, encodeError, encodeStreamError } from './errors.ts';
import { requestGuard } from './guard-request.ts';
import { lossesOfPatch, patchRequest } from './patch-request.ts';
import { streamDecoder } from './stream-decoder.ts';
import { streamEncoder } from './stream-encoder.ts';
import { isUnasked, readTail } from './tail.ts';

export const openaiChat: Protocol = {
  id: 'openai-chat',
  title: 'OpenAI Chat Completions',
  path: '/chat/completions',
  headers: {},
  carriage: { request: requestCarriage, answer: answerCarriage },
  decodeRequest,
  encodeRequest,
  patchRequest,
  lossesOfPatch,
  requestGuard,
  decodeResponse,
  encodeResponse,
  decodeError,
  encodeError,
  encodeStreamError,
  idleMember: '"choices":[]',
  streamDecoder,
  streamEncoder,
  readTail,
  isUnasked,
  keptItems: null,
  longWork: null,
};
