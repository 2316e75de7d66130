/** Text that is not HCL. */
export default {
  "hcl-item-expected": {
    title: "Argument or block expected",
    means: "A Terraform file, and the body of a block, is made of arguments (`name = value`) and blocks (`type \"label\" { … }`). Both start with a name without quotes; this is something else.",
    todo: "Write the name of the argument without quotes, or delete what stands here.",
  },
  "hcl-incomplete-item": {
    title: "Name with nothing behind it",
    means: "A name on a line of its own is neither an argument nor a block: `=` and a value, or a body in braces, is missing. A `:` instead of `=` is JSON or YAML.",
    todo: "Write `name = value`, or `name { … }` for a block.",
  },
  "hcl-invalid-label": {
    title: "Invalid block label",
    means: "The labels of a block, as in `resource \"alicloud_instance\" \"web\"`, are names or plain strings. They are fixed: nothing can be filled in with `${…}`.",
    todo: "Write the label out. To make several resources, use `count` or `for_each` in the block.",
  },
  "hcl-missing-line-break": {
    title: "Two things on one line",
    means: "HCL ends an argument or a block with its line. Something else follows on the same line.",
    todo: "Start a new line here. If this belongs to the value, check the quotes and operators in front of it.",
  },
  "hcl-one-line-block": {
    title: "Too much in a one-line block",
    means: "A block written on one line can hold one argument and nothing else, and no commas: `variable \"image\" { default = \"centos_7\" }`.",
    todo: "Put each argument on a line of its own, and the `}` too.",
  },
  "hcl-unclosed-block": {
    title: "Block not closed",
    means: "The block has no `}` before the file ends. What follows it may have been read as a part of it.",
    todo: "Add the `}`. If the end of this block looks right, a brace is missing in a block inside it.",
  },
  "hcl-unexpected-closer": {
    title: "Closing bracket too many",
    means: "This closing bracket closes nothing: everything was closed before it.",
    todo: "Delete it, or look further up for a block that was closed too early.",
  },
  "hcl-missing-value": {
    title: "Value missing",
    means: "A value is expected here, after `=`, an operator, a comma or a bracket, and there is none. An argument's value has to start on the line of its `=`.",
    todo: "Write the value here, or delete the argument. `null` leaves an optional argument unset.",
  },
  "hcl-invalid-character": {
    title: "Character without a meaning in HCL",
    means: "HCL does not use this character outside strings. Strings stand in double quotes only, and lines end without `;`.",
    todo: "Replace single quotes by double quotes, and delete `;`.",
  },
  "hcl-missing-equals": {
    title: "Key without a value",
    means: "Inside `{ … }` each key of an object is followed by `=` (or `:`) and a value.",
    todo: "Write `key = value`. If a list is meant, use `[ … ]`.",
  },
  "hcl-missing-separator": {
    title: "Comma missing",
    means: "Items of a list, arguments of a function and entries of an object on one line are separated by commas. A quote that ends a string too early looks the same.",
    todo: "Put a comma in front of this place. If it should be one string, write the quotes within it as `\\\"`.",
  },
  "hcl-unexpected": {
    title: "Something out of place in brackets",
    means: "Something stands where only the closing bracket, or the rest of the expression, can follow. Often an operator or a quote is missing in front of it.",
    todo: "Close the bracket here, or write what is missing between the two parts, such as `+` or a comma.",
  },
  "hcl-unclosed-bracket": {
    title: "Bracket not closed",
    means: "A bracket, or a `${`, is still open where something that cannot be inside it follows, or where the file ends.",
    todo: "Add the closing bracket after the last item.",
  },
  "hcl-invalid-conditional": {
    title: "Conditional without its second value",
    means: "A conditional has three parts, `condition ? value : other`. The `:` and the other value are missing.",
    todo: "Add `:` and the value for the case that the condition is false; `null` leaves the argument unset. If the expression goes over several lines, put it in parentheses.",
  },
  "hcl-invalid-for": {
    title: "Incomplete `for`",
    means: "A `for` expression is `[for item in list : value]`, or `{for key, item in map : key => value}`. The part named in the message is missing.",
    todo: "Add the missing part at this place.",
  },
  "hcl-invalid-step": {
    title: "Nothing after the dot",
    means: "After a dot comes the name of an attribute, a number or `*`, as in `var.image` or `alicloud_instance.web[0].id`.",
    todo: "Complete the reference, or delete the dot. For a key that is no plain name, write `[\"key\"]`.",
  },
  "hcl-unclosed-string": {
    title: "String not closed",
    means: "A string in quotes has to end on the line it starts on.",
    todo: "Add the closing quote. For a text of several lines, use a heredoc (`<<-EOT`), or write `\\n`.",
  },
  "hcl-invalid-escape": {
    title: "Unknown escape",
    means: "In a string a backslash starts an escape. HCL knows `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uXXXX` and `\\UXXXXXXXX`; this is none of them.",
    todo: "Double the backslash (`\\\\`) if the text needs one, as in a Windows path or a regular expression.",
  },
  "hcl-invalid-heredoc": {
    title: "Heredoc without a marker",
    means: "A text of several lines starts with `<<EOT` or `<<-EOT`: a marker without blanks or quotes, and then the end of the line.",
    todo: "Write the marker right after `<<`, without quotes, and start the text on the next line.",
  },
  "hcl-unclosed-heredoc": {
    title: "Heredoc not closed",
    means: "The text ends at a line that holds nothing but its marker. No such line follows, so the rest of the file became part of the text.",
    todo: "Put the marker on a line of its own after the text, with nothing behind it, not even a comma or a bracket.",
  },
  "hcl-invalid-directive": {
    title: "Template directive out of place",
    means: "In a string, `%{` starts a directive: `%{ if … }`, `%{ else }`, `%{ endif }`, `%{ for … }`, `%{ endfor }`. This one does not exist, or does not fit what was opened before it.",
    todo: "Correct or delete the directive. If the text itself contains `%{`, as a format of `date` or `curl` may, write `%%{`.",
  },
  "hcl-unclosed-directive": {
    title: "Template directive not ended",
    means: "A `%{ if … }` needs an `%{ endif }`, and a `%{ for … }` an `%{ endfor }`, in the same string.",
    todo: "Add the end. If the text itself contains `%{`, write `%%{`.",
  },
  "hcl-unclosed-comment": {
    title: "Comment not closed",
    means: "A comment that starts with `/*` goes on to the next `*/`. There is none, so the rest of the file is a comment.",
    todo: "Add `*/`, or start each line of the comment with `#`.",
  },
};
