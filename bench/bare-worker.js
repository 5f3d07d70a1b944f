// The floor of every ratio: the least that a Worker in front of an API can do. Same path, same headers, same body.
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const upstream = await fetch(env.UPSTREAM + pathname, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
    });
    return new Response(upstream.body, upstream);
  },
};
