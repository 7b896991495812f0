// Where the decoders of compressed models and textures are served: by ourselves, beside the console.

export const DECODERS: { readonly base: string } = { base: `${import.meta.env.BASE_URL}decoders/` }
