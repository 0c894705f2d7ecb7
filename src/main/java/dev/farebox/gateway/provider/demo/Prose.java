package dev.farebox.gateway.provider.demo;

import java.util.List;

/**
 * Text that is pleasant to read and keeps to the topic of a prompt, without knowing anything. Its
 * length varies by chance: a few sentences, or many when something long was asked for.
 */
final class Prose {
    private static final int LONG_SENTENCES = 140;
    private static final int LONGEST_WORDS = 50_000;

    private static final List<String> OPENERS =
            List.of(
                    "Happy to help with {t}.",
                    "Good question. Let us look at {t}.",
                    "Here is a short answer about {t}.",
                    "There is more to {t} than first meets the eye.",
                    "In brief, {t} comes down to a few plain ideas.",
                    "People ask about {t} for many reasons, and most answers start the same way.");
    private static final List<String> SENTENCES =
            List.of(
                    "Start from what you want to have at the end and walk backwards from there.",
                    "The first thing to settle is what matters to you most about {t}.",
                    "A common mistake is to change several things at once; then nobody can tell what helped.",
                    "It pays to write down what you expect before you look at the result.",
                    "Most of the effort goes into the last tenth, so plan for it.",
                    "If you have to choose, prefer the option that is easy to undo.",
                    "With {t}, a small example you can try today teaches more than a long plan.",
                    "Measure once before you begin, or you will never know how far you came.",
                    "Two people who disagree about {t} often mean different things by the same word.",
                    "What looks like a detail here usually decides how it feels to use.",
                    "Ask someone who did it last year; the advice is fresh and the scars are honest.",
                    "The cheapest improvement is to leave out a step.",
                    "Keep the parts apart that change for different reasons.",
                    "When in doubt, do the boring thing and do it well.",
                    "There is a simple rule of thumb: if it is hard to explain, it is not finished.",
                    "You can get surprisingly far with {t} in an afternoon.",
                    "A short list on paper beats a clever tool for the first week.",
                    "Nothing about {t} needs to be perfect on the first try.");
    private static final List<String> CLOSERS =
            List.of(
                    "Tell me a little more about your situation and I can be more specific.",
                    "Would you like an example?",
                    "I am only the demo model, so take this as a friendly placeholder.",
                    "That should be enough to get going.",
                    "This answer was made up on your own machine, and nothing left it.");
    private static final List<String> STORY =
            List.of(
                    "On the edge of the harbour stood a house that everybody passed and nobody visited.",
                    "Mira had promised herself not to think about {t} until the rain had stopped.",
                    "The rain did not stop.",
                    "\"You are late,\" said the ferryman, who had never once been on time himself.",
                    "She counted the coins twice, because the second count was always the honest one.",
                    "Somewhere behind the hill a train went by, and the windows hummed the same low note.",
                    "It was, as her grandmother used to say, a good day for {t} and a bad day for hats.",
                    "Nobody could remember who had written the sign, but everybody obeyed it.",
                    "The letter was three lines long and said everything.",
                    "By the time the lamps were lit they had agreed on nothing and become friends.",
                    "He laughed, then saw that she meant it, and put the kettle on.",
                    "What they found under the floor was smaller than a hand and older than the town.",
                    "In the morning the fog had taken the bridge away again.",
                    "There are people who plan for {t}, and there are people to whom it happens.",
                    "The dog, who had seen it all before, went back to sleep.",
                    "So they walked on, a little slower, as one does when the end of a road is in sight.");

    private final Dice dice;
    private final String topic;

    Prose(Dice dice, String topic) {
        this.dice = dice;
        this.topic = topic;
    }

    /** A few sentences. */
    String answer() {
        var text = new StringBuilder(dice.pick(OPENERS));
        int sentences = 2 + dice.below(5);
        int at = dice.below(SENTENCES.size());
        for (int i = 0; i < sentences; i++) {
            text.append(' ').append(SENTENCES.get((at + i * 5) % SENTENCES.size()));
        }
        return onTopic(text.append(' ').append(dice.pick(CLOSERS)).toString());
    }

    /** A story of at least so many words; 0 leaves the length to the story. */
    String story(int words) {
        int wanted = words == 0 ? Integer.MAX_VALUE : Math.min(words, LONGEST_WORDS);
        var text = new StringBuilder();
        int written = 0;
        for (int i = 0; words == 0 ? i < LONG_SENTENCES : written < wanted; i++) {
            String sentence = onTopic(STORY.get((i * 7 + dice.below(3)) % STORY.size()));
            text.append(text.isEmpty() ? "" : i % 6 == 0 ? "\n\n" : " ").append(sentence);
            written += sentence.split(" ").length;
        }
        return text.toString();
    }

    String sentence() {
        return onTopic(dice.pick(SENTENCES));
    }

    private String onTopic(String text) {
        return text.replace("{t}", topic);
    }
}
