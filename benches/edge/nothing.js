/** The worker that does nothing: it reads a body and sends as many bytes back. */

export default {
  /** @param {Request} request */
  async fetch(request) {
    return new Response(await request.arrayBuffer(), { headers: { "content-type": "application/yaml" } });
  },
};
