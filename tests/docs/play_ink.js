// Plays ink stories with inkjs: a JSON list of {ink, choices} on the input, what each tells (choices as "> label") on the output.
// Run with NODE_PATH naming a folder that holds inkjs (npm install inkjs).
const { Compiler } = require("inkjs/full");

function play({ ink, choices }) {
  const told = [];
  const story = new Compiler(ink).Compile();
  for (const wanted of [...choices, null]) {
    while (story.canContinue) told.push(story.Continue());
    if (wanted === null) break;
    const choice = story.currentChoices.find((each) => each.text === wanted);
    if (!choice) throw new Error("no choice " + wanted + " among " + story.currentChoices.map((each) => each.text));
    told.push("> " + wanted);
    story.ChooseChoiceIndex(choice.index);
  }
  return told;
}

const stories = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(stories.map(play)));
