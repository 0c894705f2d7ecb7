// One streamed answer by one client (the first argument) to FAREBOX_PROMPT: the text that came, and the error if it failed.
import { apiKey, baseUrl, described, host, model } from "./kit.mjs";

const maxRetries = Number(process.env.FAREBOX_RETRIES ?? 2); // what the SDKs do by themselves
const prompt = process.env.FAREBOX_PROMPT;
const messages = [{ role: "user", content: prompt }];
let text = "";

async function openai() {
  const { default: OpenAI } = await import("openai");
  return new OpenAI({ baseURL: baseUrl, apiKey, maxRetries });
}

async function vercel(chosen) {
  const { streamText } = await import("ai");
  let failure;
  const answer = streamText({ model: chosen, prompt, maxRetries, onError: ({ error }) => (failure = error) });
  for await (const piece of answer.textStream) text += piece;
  if (failure) throw failure;
}

const clients = {
  "openai-chat": async () => {
    const stream = await (await openai()).chat.completions.create({ model, messages, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  },
  "openai-responses": async () => {
    const stream = (await openai()).responses.stream({ model, input: prompt });
    stream.on("response.output_text.delta", (event) => (text += event.delta));
    await stream.finalResponse();
  },
  anthropic: async () => {
    const { default: Anthropic } = await import("@anthropic-ai/sdk");
    const stream = new Anthropic({ baseURL: host, apiKey, maxRetries }).messages.stream({ model, max_tokens: 400, messages });
    stream.on("text", (piece) => (text += piece));
    await stream.finalMessage();
  },
  genai: async () => {
    const { GoogleGenAI } = await import("@google/genai");
    const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: host } });
    for await (const chunk of await client.models.generateContentStream({ model, contents: prompt })) {
      text += chunk.text ?? "";
    }
  },
  "vercel-openai": async () => {
    const { createOpenAI } = await import("@ai-sdk/openai");
    await vercel(createOpenAI({ baseURL: baseUrl, apiKey })(model));
  },
  "vercel-chat": async () => {
    const { createOpenAI } = await import("@ai-sdk/openai");
    await vercel(createOpenAI({ baseURL: baseUrl, apiKey }).chat(model));
  },
  "vercel-anthropic": async () => {
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    await vercel(createAnthropic({ baseURL: baseUrl, apiKey })(model));
  },
  "vercel-google": async () => {
    const { createGoogle } = await import("@ai-sdk/google");
    await vercel(createGoogle({ baseURL: `${host}/v1beta`, apiKey })(model));
  },
};

let error = null;
try {
  await clients[process.argv[2]]();
} catch (thrown) {
  error = described(thrown);
}
console.log(JSON.stringify({ text, error }));
