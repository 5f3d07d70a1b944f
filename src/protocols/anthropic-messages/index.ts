/** Anthropic Messages as a codec: the one object that the rest of the router sees of this folder. */
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
import { readTail } from './tail.ts';
import { apiVersion, protocolId } from './wire.ts';

export const anthropicMessages: Protocol = {
  id: protocolId,
  title: 'Anthropic Messages',
  path: '/messages',
  headers: { 'anthropic-version': apiVersion },
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
  idleMember: '"type":"ping"',
  streamDecoder,
  streamEncoder,
  readTail,
  isUnasked: null,
  keptItems: null,
  longWork: null,
};
