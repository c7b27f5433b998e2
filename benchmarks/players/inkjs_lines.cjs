// Plays a compiled ink story with inkjs, spoken to over pipes: a choice's number a line in, the turn as a JSON object a line out; "again" begins anew.
// Arguments: inkjs folder, story.ink.json.
const fs = require("fs");
const [folder, source] = process.argv.slice(2);
const { Story } = require(folder);
const story = new Story(fs.readFileSync(source, "utf8").replace(/^\uFEFF/, ""));

function tell() {
  let text = "";
  while (story.canContinue) text += story.Continue();
  const choices = story.currentChoices.map((choice, index) => ({ index, label: choice.text }));
  fs.writeSync(1, JSON.stringify({ text, choices }) + "\n");
}

tell();
const buffer = Buffer.alloc(65536);
let rest = "";
for (;;) {
  const length = fs.readSync(0, buffer);
  if (!length) break;
  rest += buffer.toString("utf8", 0, length);
  const lines = rest.split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (line === "again") story.ResetState();
    else story.ChooseChoiceIndex(+line);
    tell();
  }
}
