/**
 * The most output tokens that a request may ask for: what the model that writes most can write. More than that is a
 * mistake of the client's (a unit, a placeholder), while a cap above one model's own is only lowered to it.
 */
export const mostOutputTokens = 1_048_576;
