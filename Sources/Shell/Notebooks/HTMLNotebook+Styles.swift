extension HTMLNotebook {
  /// The page's styles, for light and dark screens and for paper; the colors are those of charts.
  static let styles = """
    :root{color-scheme:light dark;--back:#ffffff;--ink:#1a1a1a;--soft:#555a61;--line:#c9cdd2;\
    --box:#f3f4f6;--link:#0b5fa5;--bad:#9b1c1c}
    @media (prefers-color-scheme:dark){:root{--back:#16181c;--ink:#ececec;--soft:#b4b8be;\
    --line:#4a4f57;--box:#22252b;--link:#6cb6ff;--bad:#ff9b9b}}
    body{background:var(--back);color:var(--ink);max-width:60rem;margin:0 auto;padding:1rem 1.25rem;\
    font:1rem/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",Arial,sans-serif}
    h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
    h2{font-size:1rem;margin:0 0 .25rem;color:var(--soft)}
    .facts{list-style:none;padding:0;color:var(--soft);font-size:.9rem}
    .words{max-width:42rem;margin:1.25rem 0}
    .entry{margin:1.75rem 0}
    pre{font:.9rem/1.45 ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;\
    overflow-wrap:anywhere;margin:.25rem 0 .75rem;padding:.6rem .75rem;background:var(--box);\
    border-left:3px solid var(--link)}
    pre.said{background:none;border-left-color:var(--line);white-space:pre;overflow-x:auto}
    .failed pre.said{border-left-color:var(--bad)}
    .announced{color:var(--bad);margin:.25rem 0}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;\
    border-bottom:1px solid var(--line)}
    tbody th{font-weight:normal}
    .number{text-align:right}
    .type{display:block;font-weight:normal;font-size:.8rem;color:var(--soft)}
    .none{color:var(--soft);font-style:italic}
    figure{margin:.75rem 0}
    figure svg{max-width:100%;height:auto}
    .ledger{list-style:none;padding:0;margin:.5rem 0;color:var(--soft);font-size:.9rem}
    a{color:var(--link);overflow-wrap:anywhere}
    footer{margin-top:2rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--soft);\
    font-size:.9rem}
    @media print{:root{--back:#ffffff;--ink:#1a1a1a;--soft:#555a61;--line:#c9cdd2;--box:#f3f4f6;\
    --link:#0b5fa5;--bad:#9b1c1c}body{max-width:none;padding:0}pre,pre.said{white-space:pre-wrap}\
    .scroll{overflow:visible}thead{display:table-header-group}tr,figure,pre.query{\
    break-inside:avoid}h2{break-after:avoid}}
    """
}
