// Plays a compiled ink story with inkjs. Arguments: inkjs folder, story.ink.json, warm turns, slices.
const fs = require("fs");
const [folder, source, warm, slices] = process.argv.slice(2);
const { Story } = require(folder);
const SLICE = 2000;
const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
let seed = 1;
const random = () => ((seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000);

let began = seconds();
const story = new Story(fs.readFileSync(source, "utf8").replace(/^\uFEFF/, ""));
story.Continue();
const load = seconds() - began;

function play(turns) {
  let made = 0, characters = 0;
  while (made < turns) {
    while (story.canContinue) characters += story.Continue().length;
    const choices = story.currentChoices;
    for (const choice of choices) characters += choice.text.length;
    if (!choices.length) { story.ResetState(); continue; }
    story.ChooseChoiceIndex(Math.floor(random() * choices.length));
    made += 1;
  }
  return characters;
}

began = seconds();
play(+warm);
const cold = seconds() - began;
let best = Infinity, whole = 0, characters = 0;
for (let index = 0; index < +slices; index++) {
  began = seconds();
  characters = play(SLICE);
  const took = seconds() - began;
  best = Math.min(best, took);
  whole += took;
}
console.log(JSON.stringify({
  best: SLICE / best, mean: SLICE * slices / whole, cold: warm / cold, characters: characters / SLICE, load,
  megabytes: process.resourceUsage().maxRSS / 1024,
}));
