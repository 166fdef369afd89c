"""Meeting people: days at the grassroots, reception days, dialogues, hamlet meetings; promises made there."""
