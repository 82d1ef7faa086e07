/**
 * The two layouts that every mail gets, as eta templates. They stand in TypeScript, so that they are found wherever the
 * code runs (tsx, tests, the compiled output). Values are written with `<%= %>` only: the HTML layout escapes them, and
 * in the text layout `indented` keeps people's own lines from looking like ours. Eta takes the line break behind a tag
 * away, so a tag that ends a line of the mail is followed by an empty one.
 */
export const htmlLayout = `<!doctype html>
<html lang="<%= it.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= it.body.subject %></title>
</head>
<body style="margin:0;padding:16px;background:#f2f4f6;color:#1b2430;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3"><%= it.body.heading %></h1>
<p style="margin:0 0 12px"><%= it.greeting %></p>
<% it.body.paragraphs.forEach((paragraph) => { %>
<p style="margin:0 0 12px"><%= paragraph %></p>
<% }) %>
<% if (it.body.quotation) { %>
<p style="margin:16px 0 4px;color:#57606a"><%= it.body.quotation.label %></p>
<div style="margin:0 0 12px;padding:4px 0 4px 12px;border-left:4px solid #d0d7de;white-space:pre-wrap;overflow-wrap:anywhere"><%= it.body.quotation.text %></div>
<% if (it.body.quotation.more) { %>
<p style="margin:0 0 12px;color:#57606a"><%= it.body.quotation.more %></p>
<% } %>
<% } %>
<% if (it.body.button) { %>
<p style="margin:20px 0"><a href="<%= it.body.button.href %>" style="display:inline-block;padding:12px 24px;background:#0b5cab;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:bold"><%= it.body.button.text %></a></p>
<% } %>
<% if (it.body.facts.length > 0) { %>
<table style="width:100%;border-collapse:collapse;margin:0 0 12px">
<% it.body.facts.forEach((fact) => { %>
<tr>
<th scope="row" style="padding:6px 12px 6px 0;text-align:left;vertical-align:top;font-weight:normal;color:#57606a;white-space:nowrap"><%= fact.label %></th>
<td style="padding:6px 0;vertical-align:top;white-space:pre-line"><% fact.values.forEach((value, index) => { %><% if (index > 0) { %><br><% } %><% if (value.href) { %><a href="<%= value.href %>" style="color:#0b5cab"><%= value.text %></a><% } else { %><%= value.text %><% } %><% }) %></td>
</tr>
<% }) %>
</table>
<% } %>
<p style="margin:24px 0 0;padding:12px 16px;background:#fff4e5;border-radius:6px"><%= it.emergency.label %> <a href="<%= it.emergency.href %>" style="color:#1b2430;font-weight:bold;white-space:nowrap"><%= it.emergency.text %></a></p>
<p style="margin:16px 0 0;font-size:13px;color:#57606a"><%= it.automatic %></p>
</div>
</body>
</html>
`;

export const textLayout = `<%= it.indented(it.body.heading) %>


<%= it.indented(it.greeting) %>


<% it.body.paragraphs.forEach((paragraph) => { %>
<%= it.indented(paragraph) %>


<% }) %>
<% if (it.body.quotation) { %>
<%= it.indented(it.body.quotation.label) %>


    <%= it.indented(it.body.quotation.text) %>


<% if (it.body.quotation.more) { %>
<%= it.indented(it.body.quotation.more) %>


<% } %>
<% } %>
<% if (it.body.button) { %>
<%= it.body.button.text %>: <%= it.body.button.href %>


<% } %>
<% it.body.facts.forEach((fact) => { %>
<%= it.indented(fact.label) %>: <% fact.values.forEach((value, index) => { %><% if (index > 0) { %>, <% } %><%= it.indented(value.text) %><% if (value.href && !value.href.startsWith('tel:')) { %> <%= value.href %><% } %><% }) %>

<% }) %>
<% if (it.body.facts.length > 0) { %>

<% } %>
<%= it.indented(it.emergency.label) %> <%= it.emergency.text %>


<%= it.indented(it.automatic) %>

`;
