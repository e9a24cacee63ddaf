package slash80.page;

/// The style sheet of a page: light and dark by the reader's choice, one column on a phone, and all
/// cards open on paper.
final class PageStyle {
  static final String TEXT =
      """
      :root{color-scheme:light dark;--ground:#fff;--sheet:#f6f7f9;--ink:#1b1f24;--faint:#57606a;--line:#d0d7de;--link:#0550ae;
      --critical:#a40e26;--high:#b8430c;--medium:#7d5c00;--low:#0b6485;--unread:#6b3fa0;--settling:#57606a;--exempted:#57606a;--ok:#1a6b34;
      --critical-tint:#ffe3e6;--high-tint:#ffe9dc;--medium-tint:#fff3c4;--low-tint:#dcf1fa;--unread-tint:#efe5fb;--settling-tint:#e8ebee;--exempted-tint:#e8ebee;--ok-tint:#dcf5e3}
      @media screen and (prefers-color-scheme:dark){:root{--ground:#0f1318;--sheet:#181d24;--ink:#e6eaef;--faint:#a0a9b4;--line:#353c46;--link:#7db7ff;
      --critical:#ff8f9c;--high:#ffa36b;--medium:#e7c14a;--low:#74c7ec;--unread:#cba6f7;--settling:#b3bcc7;--exempted:#b3bcc7;--ok:#7ddc97;
      --critical-tint:#4a121c;--high-tint:#47220e;--medium-tint:#3d3208;--low-tint:#0d3243;--unread-tint:#33204d;--settling-tint:#272e37;--exempted-tint:#272e37;--ok-tint:#123a1f}}
      *{box-sizing:border-box}
      [hidden]{display:none!important}
      body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
      main{max-width:80rem;margin:0 auto;padding:1.2rem 1.25rem 4rem}
      code,pre,.range{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}
      a{color:var(--link)}
      :focus-visible{outline:3px solid var(--link);outline-offset:2px}
      .skip{position:absolute;left:1rem;top:-4rem;padding:.5rem 1rem;border-radius:.4rem;background:var(--link);color:var(--ground);z-index:1}
      .skip:focus{top:.5rem}
      h1{margin:0;color:var(--faint);font-size:1rem;letter-spacing:.04em}
      h2{font-size:1.5rem;line-height:1.2;margin:2rem 0 .3rem}
      .several,.cluster h2{font-size:1.9rem;font-weight:700;margin:.1em 0}
      .cluster+.cluster{margin-top:3rem;padding-top:1.5rem;border-top:3px solid var(--line)}
      h3{font-size:1.2rem;margin:2.2rem 0 .6rem}
      h4{font-size:1rem;margin:0 0 .6rem}
      .place,.size,.by,.range,caption,figcaption{color:var(--faint);font-weight:400}
      .place{margin:.2rem 0 .8rem}
      .supposed{font-weight:600;margin:.3rem 0}
      .verdict{margin:.5rem 0;color:var(--faint)}
      .CRITICAL,.OPEN{--tone:var(--critical);--tint:var(--critical-tint)}
      .HIGH{--tone:var(--high);--tint:var(--high-tint)}
      .MEDIUM,.LATENT{--tone:var(--medium);--tint:var(--medium-tint)}
      .LOW,.INSPECTED{--tone:var(--low);--tint:var(--low-tint)}
      .UNREAD,.UNKNOWN{--tone:var(--unread);--tint:var(--unread-tint)}
      .SETTLING{--tone:var(--settling);--tint:var(--settling-tint)}
      .EXEMPTED,.UNASKED{--tone:var(--exempted);--tint:var(--exempted-tint)}
      .OK,.CLOSED{--tone:var(--ok);--tint:var(--ok-tint)}
      .none{--tone:var(--faint);--tint:var(--sheet)}
      .first{margin:.6rem 0 1rem;padding:.9rem 1.1rem 1rem;border-radius:.6rem;border-left:.5rem solid var(--tone);background:var(--tint)}
      .headline{margin:0;font-size:1.45rem;line-height:1.3;font-weight:700;color:var(--tone)}
      .worst{margin:.5rem 0;font-weight:600}
      .first .badge{background:var(--tone);color:var(--ground)}
      .counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:0;padding:0}
      .counts li{padding:.15rem .7rem;border-radius:1rem;background:var(--tint);color:var(--tone)}
      .counts span{white-space:nowrap}
      .counts b{font-variant-numeric:tabular-nums}
      .badge{display:inline-block;padding:0 .5em;border-radius:.3em;background:var(--tint);color:var(--tone);font-size:.82em;font-weight:700;white-space:nowrap}
      .alarm{margin:1rem 0;padding:.7rem 1rem;border:2px solid var(--unread);border-radius:.5rem;background:var(--unread-tint)}
      .alarm h3{margin:0 0 .4rem;color:var(--unread)}
      .alarm p{margin:.3rem 0}
      .filter,.tools{display:none}
      .js .filter{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:0 0 1rem;padding:.6rem .9rem;border:1px solid var(--line);border-radius:.5rem;background:var(--sheet)}
      .js .tools{display:flex;flex-wrap:wrap;gap:.5rem;margin:.6rem 0 0}
      .js .filter .tools{margin:0}
      .filter label{color:var(--faint)}
      .filter fieldset{display:flex;flex-wrap:wrap;gap:.2rem .8rem;margin:0;padding:0;border:0}
      .filter legend{float:left;margin-right:.8rem;color:var(--faint)}
      .filter output{color:var(--faint);font-variant-numeric:tabular-nums}
      input[type=search],select,button{font:inherit;color:var(--ink);background:var(--ground);border:1px solid var(--line);border-radius:.4rem;padding:.2rem .6rem;max-width:100%}
      input[type=search]{width:15rem}
      select{max-width:16rem}
      button{cursor:pointer}
      button:hover{border-color:var(--link)}
      table{border-collapse:collapse;width:100%}
      caption{text-align:left;padding:0 0 .4rem;font-size:.9em}
      th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line)}
      th{color:var(--faint);font-weight:600}
      .causes{font-size:.94em}
      .causes{table-layout:fixed}
      .causes thead th:nth-child(1){width:6.6rem}
      .causes thead th:nth-child(3){width:4.6rem}
      .causes thead th:nth-child(4){width:13rem}
      .causes thead th:nth-child(5){width:13rem}
      .causes thead th:nth-child(6){width:11.5rem}
      .causes .cause a{color:var(--ink);text-decoration-color:var(--line);text-underline-offset:.2em}
      .causes .cause a:hover{color:var(--link)}
      .causes .cause:hover{background:var(--sheet)}
      .causes td:nth-child(3),.causes td:nth-child(6){font-variant-numeric:tabular-nums}
      .causes td code{color:var(--faint)}
      .causes td[data-column=Fix]>*{display:block;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
      .causes .group th{padding-top:1rem;color:var(--ink)}
      .causes .group code{color:var(--faint);font-weight:400}
      .causes thead button{padding:0;border:0;background:none;color:inherit;font-weight:600}
      th[aria-sort] button::after{content:" ▾"}
      th[aria-sort=ascending] button::after{content:" ▴"}
      html:not(.js) thead button{pointer-events:none}
      .picture{overflow-x:auto}
      .picture>svg{display:block;min-width:56rem;width:100%;height:auto}
      .picture text{font-size:12px;fill:var(--ink)}
      .picture .column{fill:var(--faint);font-size:13px}
      .picture .name{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:11.5px}
      .picture .words{font-size:11px;fill:var(--faint)}
      .way{fill:none;stroke:var(--tone);stroke-width:2.5}
      .way.cut{stroke:var(--line);stroke-dasharray:3 4}
      .box rect{fill:var(--tint);stroke:var(--tone);stroke-width:1.5}
      .box.CLOSED rect{fill:var(--ground);stroke:var(--line)}
      .box.cut rect{stroke-dasharray:3 3}
      .box.cut.CLOSED rect{fill:var(--ground);stroke:var(--line)}
      .box.stops rect{fill:var(--ground);stroke:var(--ink);stroke-width:2.5;stroke-dasharray:6 3}
      .box.stops .words{fill:var(--ink);font-weight:700}
      .legend{display:flex;flex-wrap:wrap;gap:.2rem .4rem;align-items:center;color:var(--faint);margin:.4rem 0 .8rem;font-size:.92em}
      .legend .tile:not(:first-child),.legend .sample:not(:first-child){margin-left:.8rem}
      .sample{width:1rem;height:.9rem;border-radius:2px;background:var(--tint);border:1.5px solid var(--tone)}
      .sample.PREFIXES,.band.PREFIXES{--tone:var(--low);--tint:var(--low-tint)}
      .sample.KEPT,.band.KEPT{--tone:var(--exempted);--tint:var(--exempted-tint)}
      .sample.SPOILT,.SPOILT{--tone:var(--faint);--tint:var(--faint)}
      .sample.WELL{--tone:var(--ok);--tint:var(--ok)}
      .sample.FAULTY{--tone:var(--critical);--tint:var(--critical)}
      .sample.WELL,.sample.FAULTY{width:3px;border:0;background:var(--tone)}
      .sample.SPOILT{width:3px;height:.45rem;border:0;background:var(--tone)}
      .strip{margin:0 0 1.4rem}
      .strip h4{margin:0 0 .2rem}
      .addresses{margin:0 0 .5rem}
      .addresses svg{display:block;width:100%;height:2.7rem}
      .addresses .ground{fill:var(--sheet);stroke:var(--line);vector-effect:non-scaling-stroke}
      .band{fill:var(--tint);stroke:var(--tone);vector-effect:non-scaling-stroke}
      .band.KEPT{stroke-dasharray:3 3}
      .tick{fill:none;stroke:var(--tone);stroke-width:2.5px;vector-effect:non-scaling-stroke}
      figcaption{display:flex;justify-content:space-between;gap:1rem;font-size:.85em}
      .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:.45rem;list-style:none;margin:0;padding:0}
      .wide{position:relative;display:flex;flex-direction:column;padding:.4rem .6rem .45rem 2.6rem;border-radius:.4rem;background:var(--tint)}
      .wide .mark{position:absolute;left:.5rem;top:.5rem;width:1.6rem;line-height:1.6rem;text-align:center;border-radius:.3rem;background:var(--tone);color:var(--ground);font-weight:700}
      .wide .group{color:var(--faint);font-size:.9em}
      .wide>span:last-child{color:var(--tone);font-weight:600;font-size:.9em}
      .dots{display:flex;flex-wrap:wrap;gap:2px;margin:0}
      .tile{width:1.05rem;height:1.05rem;line-height:1.05rem;border-radius:2px;background:var(--tone);color:var(--ground);font-size:.7rem;font-weight:700;text-align:center;text-decoration:none}
      .tile.OK{background:var(--ok-tint);color:var(--ok)}
      .tile:target,.card:target,li:target,tr:target{outline:3px solid var(--link);outline-offset:2px}
      .card{margin:0 0 .8rem;padding:.7rem 1rem;border:1px solid var(--line);border-left:.4rem solid var(--tone);border-radius:.5rem;background:var(--sheet);scroll-margin-top:1rem}
      .card>summary{list-style-position:outside;margin-left:1rem}
      .card summary h4{display:inline;margin:0;color:var(--ink)}
      .card:not([open])>summary h4{font-weight:400}
      dl{display:grid;grid-template-columns:5.6rem minmax(0,1fr);gap:.25rem 1rem;margin:.6rem 0 0}
      dt{grid-column:1;color:var(--faint)}
      dd{grid-column:2;margin:0}
      .change{padding:.4rem .6rem;border-radius:.4rem;background:var(--ground)}
      .change dd:last-child{font-weight:600}
      pre{margin:0;padding:.5rem .7rem;border:1px solid var(--line);border-radius:.4rem;background:var(--ground);white-space:pre-wrap;overflow-wrap:anywhere;user-select:all;-webkit-user-select:all}
      .path{margin:.7rem 0}
      .path ol{display:flex;align-items:stretch;gap:1.7rem;list-style:none;margin:0;padding:0}
      .hop{position:relative;flex:1 1 0;min-width:0;padding:.45rem .6rem;border:1.5px solid var(--tone);border-radius:.5rem;background:var(--ground);font-size:.88em;line-height:1.4}
      .hop b,.hop code,.hop span,.hop strong{display:block}
      .hop b{color:var(--tone)}
      .hop span{color:var(--faint)}
      .hop strong{color:var(--critical)}
      .hop:not(:last-child)::after{content:"";position:absolute;left:calc(100% + .15rem);top:50%;width:1.15rem;border-top:3px solid var(--tone)}
      .hop:not(:first-child)::before{content:"";position:absolute;right:calc(100% + .1rem);top:calc(50% - .34rem);border:.4rem solid transparent;border-left-color:var(--tone);border-right:0;margin-top:.04rem}
      .hop.internet{background:var(--tint)}
      .hop.internet span{color:var(--ink);font-weight:600}
      .path.open{--tone:var(--critical);--tint:var(--critical-tint)}
      .path.near{--tone:var(--medium);--tint:var(--medium-tint)}
      .path.inspected,.path.entrance{--tone:var(--low);--tint:var(--low-tint)}
      .hop.stops{border-style:dashed;border-width:2.5px}
      .hop.stops::after{border-top-style:dotted!important;opacity:.5}
      details.others,details.nodes{margin:.5rem 0}
      summary{cursor:pointer;color:var(--link)}
      .others ul,.opened{margin:.3rem 0;padding-left:1.2rem}
      .alike{margin:0;padding:0;list-style:none}
      .rules article{margin:0 0 1rem;padding:.1rem 0 0;border-top:1px solid var(--line)}
      .rules h3{margin:.6rem 0 .2rem}
      .rules p{margin:.15rem 0}
      @media screen and (max-width:62rem){.path ol{flex-direction:column;gap:1.2rem}
      .hop{flex:none}
      .hop:not(:last-child)::after{left:1.4rem;top:calc(100% + .1rem);width:0;height:.9rem;border-top:0;border-left:3px solid var(--tone)}
      .hop:not(:first-child)::before{right:auto;left:1.1rem;top:-.5rem;margin:0;border:.4rem solid transparent;border-top-color:var(--tone);border-bottom:0}
      .hop.stops::after{border-left-style:dotted!important}}
      @media screen and (max-width:48rem){main{padding:1rem .8rem 3rem}
      .headline{font-size:1.2rem}
      dl{grid-template-columns:minmax(0,1fr)}
      dt,dd{grid-column:1}
      dt{margin-top:.3rem}
      input[type=search],select{width:100%;max-width:none}
      .filter label{flex:1 1 100%}
      .filter fieldset label{flex:none}
      table,caption,tbody,tr,th,td{display:block}
      thead{display:none}
      th,td{border:0;padding:.1rem 0}
      .causes tbody tr.group{border:0}
      .causes td[data-column=Nodes]:not(:empty)::before,.causes td[data-column=Cause]::before,.causes td[data-column=Fix]::before,.causes td[data-column="Open since"]:not(:empty)::before{content:attr(data-column) ": ";color:var(--faint)}
      tr{border-bottom:1px solid var(--line);padding:.5rem 0}
      figcaption{flex-wrap:wrap}
      .addresses svg{height:2.2rem}}
      @media print{:root{color-scheme:light}
      *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
      html{font-size:11px}
      main{max-width:none;padding:0}
      body{font-size:.95rem}
      .path ol{gap:1.4rem}
      .hop:not(:last-child)::after{width:.85rem}
      .js .filter,.js .tools,.skip{display:none}
      .picture>svg{min-width:0}
      .card,.strip,.wide,.path,.causes tr,.rules article{break-inside:avoid}
      h2,h3,h4{break-after:avoid}
      a{color:inherit}
      .card::details-content,.others::details-content{content-visibility:visible;block-size:auto}}
      """;

  private PageStyle() {}
}
