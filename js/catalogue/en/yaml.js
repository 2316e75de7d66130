/** Text that is not YAML. */
export default {
  "yaml-character": {
    title: "Character not allowed in YAML",
    means: "YAML 1.2 allows no control characters but tab and line breaks. Such a character is invisible in most editors, and often came along when text was copied from a terminal or a PDF.",
    todo: "Delete the character. If the text needs it, write it as an escape in double quotes: `\"\\x1b\"`.",
  },
  "yaml-directive": {
    title: "Invalid directive",
    means: "A line that starts with `%` before a document is a directive. YAML knows `%YAML 1.2` and `%TAG !prefix! text`, and each may be given once.",
    todo: "Delete the line: no ROS template needs a directive. If it is meant as text, it has to stand in a quoted value.",
  },
  "yaml-directive-alone": {
    title: "Directive without a document",
    means: "Directives (`%YAML`, `%TAG`) belong to the document after them, and a line `---` has to separate the two.",
    todo: "Put `---` on a line of its own after the directive, or delete the directive.",
  },
  "yaml-tab": {
    title: "Tab as indentation",
    means: "YAML takes the structure of a file from its indentation and allows only spaces there, because nobody can tell how wide a tab is.",
    todo: "Replace the tab by spaces, two for each level in most templates, and let your editor insert spaces for YAML files.",
  },
  "yaml-indentation": {
    title: "Indentation fits nothing above",
    means: "Keys of one mapping start in one column, and so do the dashes of one list. This line starts in a column that nothing above it has, so it is not clear what it belongs to.",
    todo: "Indent the line exactly like its neighbours of the same level.",
  },
  "yaml-under-indented": {
    title: "Continued line not indented enough",
    means: "A text in quotes, or a list or mapping in brackets, may go on over several lines, and YAML wants each of them indented more than the key or the dash it belongs to. ROS reads the file all the same; stricter YAML tools refuse it. Sometimes the real fault is a quote or bracket further up that was never closed.",
    todo: "Close the quote or bracket if it should have ended before this line. Otherwise indent the line.",
  },
  "yaml-unclosed-quote": {
    title: "Quote not closed",
    means: "A text in quotes may go over several lines, so a quote that is missing takes the rest of the file with it. The finding stands where the text ended; the quote that opened it is shown beside it.",
    todo: "Add the closing quote. A quote within the text is doubled in single quotes (`'it''s'`), and written `\\\"` in double quotes.",
  },
  "yaml-unclosed-bracket": {
    title: "Bracket not closed",
    means: "A list `[…]` or a mapping `{…}` was opened, and the document ends before it is closed.",
    todo: "Add the closing bracket after the last item. If the bracket is part of a text, put that text in quotes.",
  },
  "yaml-wrong-bracket": {
    title: "Wrong closing bracket",
    means: "A list is closed by `]` and a mapping by `}`. This bracket is the other one.",
    todo: "Change the bracket to the one that fits the opening one, or close the inner list or mapping first.",
  },
  "yaml-missing-item": {
    title: "Nothing before the comma",
    means: "In `[…]` and `{…}` a comma separates two items. Here it follows the opening bracket or another comma.",
    todo: "Delete the comma, or write what is missing before it. An empty text is `''`.",
  },
  "yaml-missing-comma": {
    title: "Comma missing",
    means: "Two items of a list `[…]` or a mapping `{…}` stand side by side without a comma.",
    todo: "Put a comma between the two. If both are one text, put it in quotes.",
  },
  "yaml-missing-colon": {
    title: "Key without a colon",
    means: "This stands where a key of the mapping is expected, but no `:` follows. A colon counts only with a blank or the end of the line after it: `Type:x` is one word.",
    todo: "Write `key: value`, with a blank after the colon. If the line continues the text above, indent it more than that text's key.",
  },
  "yaml-unexpected-value": {
    title: "Colon after what cannot be a key",
    means: "A colon with a blank after it separates a key from its value. What stands before this one is a value already, or cannot be a key.",
    todo: "If the colon is part of a text, put the text in quotes: `\"role: web\"`. Otherwise give the key a line of its own.",
  },
  "yaml-unexpected-item": {
    title: "List item among keys",
    means: "The lines around this one are keys of a mapping, and this one starts with `- `, as an item of a list does. One value cannot be both.",
    todo: "Take the dash away if this is a key. If it is an item, indent it under the key whose list it belongs to.",
  },
  "yaml-expected-item": {
    title: "List item without a dash",
    means: "The lines around this one are items of a list, each with `- ` in front. This one has none.",
    todo: "Put `- ` in front of it. If it belongs to the item above, indent it to where that item's text starts.",
  },
  "yaml-block-in-line": {
    title: "Mapping or list in the middle of a line",
    means: "After `key:` a mapping or list starts on the next line, indented. Two keys on one line, `Web: Type: x`, are not YAML; a text with a colon and a blank in it is misread the same way.",
    todo: "Start a new line after the first colon and indent what follows. If it is all one text, put it in quotes.",
  },
  "yaml-key-too-long": {
    title: "Key too long or on several lines",
    means: "A key has to stand on one line and have at most 1,024 characters (YAML 1.2, section 7.4.2). Usually this is a text in quotes that was meant to be a value.",
    todo: "Put the key on one line and shorten it, or put `? ` in front of it. If it is no key, remove the colon after it.",
  },
  "yaml-trailing-text": {
    title: "Text after the end of a value",
    means: "The value before this text is complete, since a closing quote or bracket ends it, and nothing but a comment may follow on its line.",
    todo: "Take the text into the quotes, or delete it. A comment needs a blank and a `#` in front.",
  },
  "yaml-reserved-character": {
    title: "Text starts with a reserved character",
    means: "An unquoted text cannot start with a character that YAML uses itself or keeps for later: `@`, `%`, `|`, `>`, `&`, `*`, `!`, a backtick, and `-`, `?` or `:` with a blank behind.",
    todo: "Put the text in quotes.",
  },
  "yaml-escape": {
    title: "Unknown escape",
    means: "In double quotes a backslash starts an escape, such as `\\n` or `\\u00e9`. This one does not exist; it is often a Windows path or a regular expression.",
    todo: "Double the backslash (`\\\\`), or use single quotes, where a backslash is an ordinary character.",
  },
  "yaml-block-scalar-header": {
    title: "Text after `|` or `>`",
    means: "`|` and `>` announce a text that starts on the next line. On their own line only `+` or `-`, one digit and a comment may follow.",
    todo: "Start the text on the next line, indented. For a one-line text, leave the `|` or `>` out.",
  },
  "yaml-block-scalar-indentation": {
    title: "Empty line indented more than the text",
    means: "The first line with text decides how far a text after `|` or `>` is indented. An empty line above it has more spaces, which makes the indentation ambiguous.",
    todo: "Remove the spaces from the empty line, or give the indentation as a number: `|2`.",
  },
  "yaml-anchor": {
    title: "Anchor or alias without a name",
    means: "`&` starts an anchor and `*` an alias. Each needs a name right behind it and a blank after the name.",
    todo: "Write the name: `&image`, `*image`. If the text itself starts with `&` or `*`, put it in quotes.",
  },
  "yaml-tag": {
    title: "Invalid tag",
    means: "What starts with `!` is a tag. ROS has its functions as tags, such as `!Ref` and `!FindInMap`; a tag of the form `!x!name` needs a `%TAG` line that declares `!x!`.",
    todo: "Correct the name of the function. If the text itself starts with `!`, put it in quotes.",
  },
  "yaml-second-property": {
    title: "Two anchors or two tags",
    means: "A value can have one anchor (`&name`) and one tag (`!Name`), not two of a kind.",
    todo: "Keep one of the two. To nest two functions, use the long form for the inner one: `!Base64 {Ref: Script}`.",
  },
  "yaml-misplaced-property": {
    title: "Anchor or tag in the wrong place",
    means: "An anchor or a tag stands in front of something that cannot have one: an alias, which only repeats another value, or the dash of a list item.",
    todo: "Move it to the value that is meant: after the dash, or to the place where the alias's anchor is.",
  },
  "yaml-unknown-anchor": {
    title: "Alias without its anchor",
    means: "`*name` repeats the value that was marked `&name` further up in the same document. Nothing above is marked so.",
    todo: "Correct the name, or mark the value with `&name` before it is used. If a text starts with `*`, put it in quotes.",
  },
};
