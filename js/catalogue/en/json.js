/** Text that is not JSON. */
export default {
  "json-missing-value": {
    title: "Value missing",
    means: "After a colon, and in an empty file, JSON needs a value: a text in double quotes, a number, `true`, `false`, `null`, a list or an object.",
    todo: "Write the value. If there is none, remove the key, or write `null`.",
  },
  "json-missing-comma": {
    title: "Comma missing",
    means: "Two entries of an object, or two items of a list, stand one after the other without a comma.",
    todo: "Put a comma after the first of the two.",
  },
  "json-missing-colon": {
    title: "Colon missing",
    means: "In an object each key is followed by a colon and a value. After this key there is no colon.",
    todo: "Put a colon after the key. If it is no key but an item of a list, the brackets should be `[…]`.",
  },
  "json-trailing-comma": {
    title: "Comma before a closing bracket",
    means: "Unlike JavaScript and YAML, JSON allows no comma after the last item.",
    todo: "Delete the comma.",
  },
  "json-unexpected": {
    title: "Character out of place",
    means: "A comma, colon or bracket stands where JSON expects a key or a value, for instance a second comma or a `]` with nothing to close.",
    todo: "Delete the character, or write what is missing before it.",
  },
  "json-unclosed": {
    title: "Bracket not closed",
    means: "An object `{…}` or a list `[…]` is not closed before the text, or what surrounds it, ends. The bracket that opened it is shown beside this place.",
    todo: "Add the closing bracket. If the file was cut off, fetch it again.",
  },
  "json-trailing-text": {
    title: "Text after the document",
    means: "A JSON file holds one value. It is complete, and more text follows; often a bracket too many closed it too early.",
    todo: "Delete what follows, or move it inside the closing bracket.",
  },
  "json-key-not-string": {
    title: "Key without double quotes",
    means: "In JSON a key is a text in double quotes, always.",
    todo: "Put the key in double quotes. If the file is really YAML, name it `.yaml`: YAML takes keys without quotes.",
  },
  "json-unknown-word": {
    title: "Word without quotes",
    means: "The only bare words in JSON are `true`, `false` and `null`, in small letters. Python's `True` and `None` are not JSON, nor is a text without quotes.",
    todo: "Put it in double quotes if it is a text; otherwise write `true`, `false` or `null`.",
  },
  "json-invalid-number": {
    title: "Invalid number",
    means: "JSON writes numbers in decimal without a leading zero or `+`, and with a digit on both sides of the point: `0.5`, `12`, `-3e8`.",
    todo: "Rewrite the number, or put it in double quotes if it is an id or a version.",
  },
  "json-single-quotes": {
    title: "Single quotes",
    means: "JSON texts stand in double quotes. Single quotes are JavaScript, Python or YAML.",
    todo: "Use double quotes, and write a `\"` within the text as `\\\"`.",
  },
  "json-comment": {
    title: "Comment",
    means: "JSON has no comments, neither `//` nor `#` nor `/* */`. ROS refuses such a file.",
    todo: "Delete the comment, or write the template in YAML, where `#` starts one.",
  },
  "json-unclosed-string": {
    title: "Text not closed",
    means: "A text in quotes has to end on the line it starts on; a line break in it is written `\\n`.",
    todo: "Add the closing quote, or replace the line break by `\\n`.",
  },
  "json-control-character": {
    title: "Control character in a text",
    means: "In a JSON text, tabs and other control characters have to be written as escapes.",
    todo: "Write a tab as `\\t`, and any other one as `\\u` with four hexadecimal digits.",
  },
  "json-invalid-escape": {
    title: "Unknown escape",
    means: "A backslash starts an escape. JSON knows `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, and `\\u` with four hexadecimal digits; this is none of them.",
    todo: "Double the backslash (`\\\\`) if the text needs one, as in a Windows path.",
  },
  "json-lone-surrogate": {
    title: "Half of a character",
    means: "Characters above U+FFFF, such as emoji, are written as two `\\u` escapes that belong together. Here one stands alone, so it is no character at all.",
    todo: "Write the character itself, or both of its escapes: `\\ud83d\\ude00`.",
  },
};
