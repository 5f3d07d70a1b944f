/** An endpoint whose requests are told to telemetry, with what the client is answered. Adds nothing where there is none. */
import type { Telemetry } from '../core/telemetry.ts';
import type { KeyedCall } from './endpoint.ts';

type Answer = (call: KeyedCall) => Promise<Response>;

async function observe(answering: Promise<Response>, telemetry: Telemetry): Promise<Response> {
  try {
    const response = await answering;
    telemetry.respond(response.status);
    return response;
  } catch (thrown) {
    telemetry.refuse(thrown);
    throw thrown;
  }
}

export function observed(answer: Answer): Answer {
  return (call) => {
    const { telemetry } = call.deps;
    if (telemetry === null) return answer(call);
    telemetry.begin(call.requestId, call.caller);
    return observe(answer(call), telemetry);
  };
}
