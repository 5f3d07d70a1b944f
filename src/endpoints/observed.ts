/** An endpoint whose requests are told to telemetry, with what the client is answered. Adds nothing where there is none. */
import type { KeyedCall } from './endpoint.ts';

type Answer = (call: KeyedCall) => Promise<Response>;

export function observed(answer: Answer): Answer {
  return async (call) => {
    const { telemetry } = call.deps;
    if (telemetry === null) return answer(call);
    telemetry.begin(call.requestId, call.caller);
    try {
      const response = await answer(call);
      telemetry.respond(response.status);
      return response;
    } catch (thrown) {
      telemetry.refuse(thrown);
      throw thrown;
    }
  };
}
