-- Opens a file in Neovim with the built-in client, waits for findings, completes a word, and writes what it saw.
local command, folder, file, out = unpack(vim.split(vim.env.NGINX_LINT_TRY, '\n'))
local client = vim.lsp.start_client({
  name = 'nginx-lint',
  cmd = { 'node', command, 'lsp', '--stdio' },
  root_dir = folder,
})
vim.cmd('edit ' .. file)
local buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = 'nginx'
vim.lsp.buf_attach_client(buffer, client)
vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
local found = {}
for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(found, { line = diagnostic.lnum + 1, column = diagnostic.col + 1, message = diagnostic.message })
end
-- On the line of its own below the first one, as if typed.
vim.api.nvim_buf_set_lines(buffer, 1, 1, false, { '    client_max_b' })
vim.api.nvim_win_set_cursor(0, { 2, 15 })
local labels = {}
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/completion', {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  position = { line = 1, character = 16 },
}, 20000)
for _, answer in pairs(answers or {}) do
  for _, item in ipairs((answer.result or {}).items or {}) do table.insert(labels, item.label) end
end
vim.fn.writefile({ vim.fn.json_encode({ found = found, labels = labels }) }, out)
vim.lsp.stop_client(client)
vim.cmd('qa!')
