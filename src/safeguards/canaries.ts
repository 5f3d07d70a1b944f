/** Words that are planted where no answer may quote them from, out of the secret that lists them. Pure. */

/** No quotes, no spaces: written alike in prose and in JSON, and one word of it. */
const form = /^[\w.:+/=@#~-]{8,256}$/;
const most = 64;

/** One a line, or with commas. Errors: throws a plain one, by its number, where one could not be looked for. */
export function readCanaries(listed: string | undefined): readonly string[] {
  const lines = (listed ?? '').split(/[\n,]/).map((line) => line.trim());
  lines.forEach((line, at) => {
    if (line !== '' && !form.test(line))
      throw new Error(
        `SIGNALBOX_CANARIES, entry ${at + 1}: 8 to 256 of letters, digits and _ . : + / = @ # ~ -`,
      );
  });
  const canaries = lines.filter((line) => line !== '');
  if (canaries.length > most)
    throw new Error(`SIGNALBOX_CANARIES has ${canaries.length} entries; it may have ${most}`);
  return canaries;
}
