# A Rails application with the defaults of its development environment, as far as hosts, origins and forms go.
require 'rails'
require 'action_controller/railtie'

class Application < Rails::Application
  config.load_defaults Rails::VERSION::STRING.to_f
  config.root = __dir__
  config.eager_load = false
  config.secret_key_base = 'not a secret: nothing is kept behind it, and it is long enough for Rails'
  config.logger = Logger.new($stderr)
  config.consider_all_requests_local = true
  routes.append do
    root to: 'forms#show'
    post 'form', to: 'forms#take'
    get 'done', to: 'forms#done'
  end
end

class FormsController < ActionController::Base
  protect_from_forgery with: :exception

  def show = render(plain: form_authenticity_token)

  def take = redirect_to('/done')

  def done = render(plain: 'done')
end

Application.initialize!
run Application
