/** Files that the Worker brings along as texts (`rules` in wrangler.toml). */
declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*.island.js' {
  const text: string;
  export default text;
}
declare module 'uplot/dist/uPlot.iife.min.js' {
  const text: string;
  export default text;
}
