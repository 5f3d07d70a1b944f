/**
 * The written form of a target: `gpt-5.5@low`, or `gpt-5.5` for "as the client asked". Splits only; whether the
 * model and the effort exist is for whoever asks.
 */

/** A leading `@` belongs to the model's name (`@cf/openai/gpt-oss-120b`). */
export function splitTargetName(name: string): { model: string; effort: string | null } {
  const at = name.lastIndexOf('@');
  if (at <= 0) return { model: name, effort: null };
  return { model: name.slice(0, at), effort: name.slice(at + 1) };
}
