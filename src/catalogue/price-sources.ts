/**
 * Where the prices in `models/` were read, and when. A price names one of these, or its own source. `from` of a
 * first price is the day of release, or, where no source names that day, the first day a list showed the price.
 */
type Source = { readonly source: string; readonly observed: string };

/** The catalogue of the npm package, compared with the OpenRouter and Vercel AI Gateway lists it carries. */
export const listed: Source = { source: 'pi-ai 1.5.2 price lists', observed: '2026-11-10' };

/** A price that has since changed. */
export const earlier: Source = { source: 'Portkey-AI/models and models.dev', observed: '2026-08-21' };

/** Too new for the lists: three announcements and guides that agree. */
export const announced: Source = {
  source: 'announcements of GPT-6.2, litellm discussion 52347',
  observed: '2026-11-18',
};
