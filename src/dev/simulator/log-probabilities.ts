// Log probabilities of a token, in the one shape OpenAI's two protocols share.
// Must not depend on the protocol.

const FIRST = -0.05;

/** `others` is how many alternatives are asked for. */
export function renderLogprob(piece: string, others: number): object {
  const token = { token: piece, logprob: FIRST, bytes: [...Buffer.from(piece)] };
  const top = Array.from({ length: others }, (_unused, rank) => ({ ...token, logprob: FIRST - rank }));
  return { ...token, top_logprobs: top };
}
