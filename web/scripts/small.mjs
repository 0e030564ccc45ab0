// What Vite's own minifier leaves over (it spares the whitespace of libraries, too): terser, in several passes.
import { minify } from "terser";

const options = {
  ecma: 2022,
  compress: { passes: 4, pure_getters: true, unsafe: true, unsafe_comps: true, inline: 3, reduce_funcs: true, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false },
  format: { comments: false },
};

/** A plugin that writes every script of a build as small as it goes. */
export const small = {
  name: "small",
  // Names with a hash are served for ever: what is done to the script after hashing is part of the hash.
  augmentChunkHash: () => JSON.stringify(options),
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const made = await minify(chunk.code, { ...options, module: chunk.fileName !== "widget.js" });
      chunk.code = made.code;
    }
  },
};
