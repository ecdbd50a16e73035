/** The Ollama to test against, beside the one that only speaks like it; undefined for none. */
export const realOllama = {
  ollamaUrl: process.env["OLLAMA_URL"],
  ollamaModel: process.env["OLLAMA_MODEL"],
};
