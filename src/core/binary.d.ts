/** Binary files that the bundle imports as bytes (the `Data` rule of wrangler.toml). */
declare module '*.bin' {
  const bytes: ArrayBuffer;
  export default bytes;
}
