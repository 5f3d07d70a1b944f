/** A command of ours as somebody can paste it, in the folder of the project and without an installed program. Pure. */
export const cliCommand = (words: string): string => `npm run -s signalbox -- ${words}`;
