" Vim syntax file for queries of scomm. `make manual` writes it.
if exists("b:current_syntax")
  finish
endif
syntax case match
setlocal commentstring=#\ %s

syntax keyword scommClause along as asc at by color desc each every facet free last many mark
syntax keyword scommClause matched nearest next note on per ref seed showing sources steps ties
syntax keyword scommClause title to totals unmatched whole with within x y
syntax keyword scommOperator after and before between contains else ends if in is matches not or
syntax keyword scommOperator since starts then until
syntax keyword scommConstant missing true false
syntax match scommStatement /^\s*\zs\<\%(let\|param\|explain\%(\s\+\%(plan\|sql\)\)\?\)\>/
syntax match scommUnit /\%(\d \)\@<=\%(quarters\|quarter\|months\|month\|weeks\|years\|days\|week\|year\|day\)\>/
syntax match scommFunction /\<\%(cumulative_share\|months_between\|weighted_mean\|days_between\|rolling_mean\|weekday_name\|correlation\|fmonth_name\|rolling_sum\|month_name\|pct_change\|row_number\|split_part\|coalesce\|distinct\|previous\|quantile\|start_of\|variance\|days_in\|extract\|percent\|quarter\|reached\|replace\|running\|at_max\|at_min\|bucket\|change\|concat\|end_of\|length\|max_of\|median\|min_of\|number\|count\|first\|floor\|label\|log10\|lower\|month\|right\|round\|share\|slope\|stdev\|upper\|ceil\|date\|last\|left\|list\|mean\|mode\|next\|rank\|sqrt\|text\|trim\|week\|year\|abs\|all\|any\|exp\|max\|min\|mod\|pad\|sum\|fq\|fy\|ln\)\ze\s*(/
syntax match scommNumber /\<\d[0-9_]*\%(\.\d\+\)\?\%([eE][+-]\?\d\+\|%\)\?/
syntax match scommDate /\<\d\{4}-\d\d\%(-\d\d\)\?\>/
syntax match scommDate /\<\d\{4}-W\d\d\>/
syntax match scommDate /\<\%(FY\d\{4}\%(Q[1-4]\)\?\|\d\{4}Q[1-4]\)\>/
syntax match scommParameter /\$\w\+/
syntax match scommSign /??\|\.\.\|[<>!]=\|==\?\|[-+*\/<>]/
syntax match scommBar /|/ nextgroup=scommVerb skipwhite
syntax match scommVerb /\<\%(summarize\|describe\|distinct\|unpivot\|append\|around\|assert\|bottom\|rename\|sample\|chart\|count\|first\|pivot\|share\|total\|where\|drop\|fill\|join\|keep\|last\|lump\|save\|sort\|add\|map\|top\|as\)\>/ contained
syntax region scommText start=/"/ skip=/""/ end=/"/ oneline
syntax region scommText start=/'/ skip=/''/ end=/'/ oneline
syntax region scommName start=/`/ end=/`/ oneline
syntax match scommCommand /^\.[a-z]\+.*$/
syntax match scommComment /#.*$/
syntax match scommComment /^\s*--.*$/

highlight default link scommClause Type
highlight default link scommOperator Operator
highlight default link scommConstant Constant
highlight default link scommStatement Keyword
highlight default link scommUnit Type
highlight default link scommFunction Function
highlight default link scommNumber Number
highlight default link scommDate Number
highlight default link scommParameter PreProc
highlight default link scommSign Operator
highlight default link scommBar Delimiter
highlight default link scommVerb Statement
highlight default link scommText String
highlight default link scommName Identifier
highlight default link scommCommand PreProc
highlight default link scommComment Comment

let b:current_syntax = "scomm"
