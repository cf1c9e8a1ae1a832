-- What a person does in Neovim, without a screen: opens a file, reads the diagnostics, takes the first code action at the first of godwit, hovers.
-- Arguments by environment: CONFIG (an init.lua that starts the server), or without it SERVER (typescript-language-server's script), NODE, FILE, OUT (where the answers go as JSON).
local file, out = vim.env.FILE, vim.env.OUT
local client
if vim.env.CONFIG then
  vim.cmd("filetype on")
  vim.cmd("luafile " .. vim.fn.fnameescape(vim.env.CONFIG))
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  client = Godwit
else
  client = vim.lsp.start_client({
    cmd = { vim.env.NODE, vim.env.SERVER, "--stdio" },
    root_dir = vim.env.ROOT,
  })
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  vim.bo.filetype = "typescript"
  vim.lsp.buf_attach_client(0, client)
end

local function own()
  return vim.tbl_filter(function(each)
    return each.source == "godwit"
  end, vim.diagnostic.get(0))
end
vim.wait(60000, function()
  return #own() > 0
end, 50)

local found = {}
for _, each in ipairs(own()) do
  table.insert(found, { line = each.lnum, column = each.col, severity = each.severity, message = each.message, code = each.code })
end
local answers = { diagnostics = found, titles = {}, before = vim.api.nvim_buf_get_lines(0, 0, -1, false) }

if #found > 0 then
  vim.api.nvim_win_set_cursor(0, { found[1].line + 1, found[1].column })
  local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", vim.lsp.util.make_position_params(), 30000)
  answers.hover = hover and hover[client] and hover[client].result and hover[client].result.contents
  -- The menu that a person chooses from.
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      table.insert(answers.titles, (options.format_item(item)))
    end
    choose(items[1], 1)
  end
  vim.lsp.buf.code_action()
  vim.wait(30000, function()
    return not vim.deep_equal(answers.before, vim.api.nvim_buf_get_lines(0, 0, -1, false))
  end, 50)
  answers.after = vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

vim.fn.writefile({ vim.json.encode(answers) }, out)
vim.lsp.stop_client(client)
vim.cmd("qall!")
