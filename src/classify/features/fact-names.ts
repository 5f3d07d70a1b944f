/** Names of the features that a request declares outside its text; they are read by people as evidence. */
export const factNames = [
  'tools declared',
  'one tool declared',
  'up to five tools declared',
  'up to twenty tools declared',
  'over twenty tools declared',
  'a tool is demanded',
  'a tool was called before',
  'waits on a tool result',
  'system prompt',
  'long system prompt',
  'JSON output demanded',
  'output schema given',
  'image attached',
  'file attached',
  'sound attached',
  'first turn',
  'second or third turn',
  'later turn',
  'an answer was given before',
  'the answer before held code',
  'the answer before ended with a question',
  'few output tokens allowed',
  'no text of a user',
] as const;

export type FactName = (typeof factNames)[number];
