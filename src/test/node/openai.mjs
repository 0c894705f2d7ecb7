// What the official OpenAI SDK is used for besides chat completions: responses, embeddings, and the small surfaces.
import OpenAI, { toFile } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import { apiKey, baseUrl, bothCities, cityAndUnit, described, model, oneCity, png, run, weather } from "./kit.mjs";

const client = new OpenAI({ baseURL: baseUrl, apiKey });
const tools = [
  { type: "function", name: "get_weather", description: "The weather in one city", parameters: cityAndUnit, strict: true },
];
const whole = (body) => client.responses.create(body);
const streamed = (body) => client.responses.stream(body).finalResponse();

async function loop(prompt, create) {
  const input = [{ role: "user", content: prompt }];
  const first = await create({ model, input, tools, store: false });
  const calls = first.output.filter((item) => item.type === "function_call");
  input.push(...first.output.filter((item) => item.type === "function_call").map(({ parsed_arguments: _, ...item }) => item));
  input.push(...calls.map((call) => ({ type: "function_call_output", call_id: call.call_id, output: weather })));
  const last = await create({ model, input, tools, store: false });
  return { calls: calls.map((call) => JSON.parse(call.arguments)), text: last.output_text, status: last.status };
}

await run({
  plain: async () => {
    const answer = await whole({ model, input: "Tell me about tea" });
    return { text: answer.output_text, status: answer.status, usage: answer.usage, id: answer._request_id };
  },
  stream: async () => {
    const types = [];
    const stream = await client.responses.create({ model, input: "Tell me about tea", stream: true });
    let last = null;
    let text = "";
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
      last = event;
    }
    return { text, first: types[0], last: last.type, usage: last.response?.usage };
  },
  tools: () => loop(oneCity, whole),
  toolsStreamed: () => loop(oneCity, streamed),
  parallelTools: () => loop(bothCities, streamed),
  structured: async () => {
    const format = zodTextFormat(z.object({ city: z.string(), warm: z.boolean() }), "city");
    return (await client.responses.parse({ model, input: "A city", text: { format } })).output_parsed;
  },
  image: async () => {
    const content = [
      { type: "input_image", detail: "auto", image_url: `data:image/png;base64,${png}` },
      { type: "input_text", text: "What is this?" },
    ];
    return (await whole({ model, input: [{ role: "user", content }] })).output_text;
  },
  chatImage: async () => {
    const content = [
      { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
      { type: "text", text: "What is this?" },
    ];
    const answer = await client.chat.completions.create({ model, messages: [{ role: "user", content }] });
    return answer.choices[0].message.content;
  },
  thinking: async () => {
    const reasoning = { effort: "low", summary: "auto" };
    const answer = await streamed({ model, input: "Why is the sky blue?", reasoning });
    return {
      summaries: answer.output.filter((item) => item.type === "reasoning").length,
      reasoning: answer.usage.output_tokens_details.reasoning_tokens,
      text: answer.output_text,
    };
  },
  retrieve: async () => {
    const made = await whole({ model, input: "Tell me about tea", store: true });
    const kept = await client.responses.retrieve(made.id);
    return { same: kept.id === made.id, text: kept.output_text };
  },
  inputTokens: async () => (await client.responses.inputTokens.count({ model, input: "Hello" })).input_tokens,
  embeddings: async () => {
    const answer = await client.embeddings.create({ model: "demo-embedding", input: ["Hello", "Tea"] });
    return { lengths: answer.data.map((one) => one.embedding.length), usage: answer.usage };
  },
  completions: async () => {
    const answer = await client.completions.create({ model, prompt: "Tell me about tea", max_tokens: 40 });
    return { text: answer.choices[0].text, usage: answer.usage };
  },
  moderations: async () => (await client.moderations.create({ model, input: "Hello" })).results.length,
  imageGeneration: async () => {
    const answer = await client.images.generate({ model: "demo-image", prompt: "A teapot" });
    return { bytes: answer.data[0].b64_json.length, usage: answer.usage };
  },
  speech: async () => {
    const answer = await client.audio.speech.create({ model: "demo-speech", voice: "alloy", input: "Tea is ready" });
    return (await answer.arrayBuffer()).byteLength;
  },
  transcription: async () => {
    const spoken = await client.audio.speech.create({ model: "demo-speech", voice: "alloy", input: "Tea is ready" });
    const file = await toFile(Buffer.from(await spoken.arrayBuffer()), "tea.wav");
    return (await client.audio.transcriptions.create({ model: "demo-transcribe", file })).text;
  },
  model: async () => (await client.models.retrieve(model)).id,
  abort: async () => {
    const leaving = new AbortController();
    let events = 0;
    try {
      const request = { model, input: "!fault slow_drip bytes=400 ms=20\nWrite 300 words about the sea", stream: true };
      for await (const event of await client.responses.create(request, { signal: leaving.signal })) {
        if (event.type === "response.output_text.delta" && ++events === 3) leaving.abort();
      }
      return { events, error: null };
    } catch (error) {
      return { events, error: described(error) };
    }
  },
});
