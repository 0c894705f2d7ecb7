// What the scripts for all SDKs share: where to go, a list of named checks that run side by side, one JSON line as the result.
export const baseUrl = process.env.FAREBOX_BASE_URL;
export const host = baseUrl.replace(/\/v1$/, "");
export const apiKey = process.env.FAREBOX_API_KEY;
export const model = process.env.FAREBOX_MODEL ?? "demo-chat";

// One red pixel.
export const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

export const cityAndUnit = {
  type: "object",
  properties: { city: { type: "string" }, unit: { type: "string", enum: ["C", "F"] } },
  required: ["city", "unit"],
  additionalProperties: false,
};
export const bothCities =
  '!tool get_weather {"city":"Oslo","unit":"C"}\n!tool get_weather {"city":"Paris","unit":"C"}\nCompare the two.';
export const oneCity = '!tool get_weather {"city":"Oslo","unit":"C"}\nWhat is it like in Oslo?';
export const weather = "17 degrees and rain";

export const described = (error) => ({
  class: error?.constructor?.name ?? typeof error,
  status: error?.status ?? error?.statusCode ?? null,
  code: error?.code ?? null,
  message: String(error?.message ?? error),
});

/** Each check is a function; its value, or what it threw, is told under its name. FAREBOX_CHECK names one to do alone. */
export async function run(checks) {
  const results = {};
  await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      if ((process.env.FAREBOX_CHECK ?? name) !== name) return;
      try {
        results[name] = { value: await check() };
      } catch (error) {
        results[name] = { error: described(error) };
      }
    }),
  );
  console.log(JSON.stringify(results));
}
