/** The OpenAI Responses protocol: the folder's one export. */
import type { Protocol } from '../../core/protocol.ts';
import { answerCarriage, requestCarriage } from './carriage.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeResponse } from './decode-response.ts';
import { encodeRequest } from './encode-request.ts';
import { encodeResponse } from './encode-response.ts';
import { decodeError, encodeError, encodeStreamError } from './errors.ts';
import { requestGuard } from './guard-request.ts';
import { keptItems } from './kept-items.ts';
import { longWork } from './long-work.ts';
import { lossesOfPatch, patchRequest } from './patch-request.ts';
import { streamDecoder } from './stream-decoder.ts';
import { streamEncoder } from './stream-encoder.ts';
import { readTail } from './tail.ts';
import { protocolId } from './wire.ts';

export const openaiResponses: Protocol = {
  id: protocolId,
  title: 'OpenAI Responses',
  path: '/responses',
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
  idleMember: '"type":"keepalive"',
  streamDecoder,
  streamEncoder,
  readTail,
  isUnasked: null,
  keptItems,
  longWork,
};
